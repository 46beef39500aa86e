import { readExifTime } from '#lib/domain/exif-time.ts';

/** EXIF stands at the beginning of a file. */
const HEAD = 256 * 1024;
const TIME = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/;
const OFFSET = /^[+-]\d\d:\d\d$/;

/** When the picture was taken, as its file says; null where it does not say. Nothing else is read of it. */
export async function readTakenAt(file: Blob): Promise<string | null> {
	try {
		const head = await file.slice(0, HEAD).arrayBuffer();
		const found = readExifTime(head);
		const [, year, month, day, time] = TIME.exec(found?.taken ?? '') ?? [];
		if (year === undefined) return null;
		const said = found?.offset ?? '';
		// A camera that does not name its offset is set to the time of the place.
		const offset = OFFSET.test(said) ? said : '+08:00';
		const millis = Date.parse(`${year}-${month}-${day}T${time}${offset}`);
		return Number.isNaN(millis) ? null : new Date(millis).toISOString();
	} catch {
		// No EXIF, or none that can be read: then the time is not known.
		return null;
	}
}
