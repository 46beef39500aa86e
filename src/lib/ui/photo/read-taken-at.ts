import exifr from 'exifr/dist/mini.esm.mjs';

/** EXIF stands at the beginning of a file. */
const HEAD = 256 * 1024;
/** Tags of EXIF: DateTimeOriginal and OffsetTimeOriginal; the small build of exifr knows no names. */
const TAKEN = 0x9003;
const OFFSET_TAKEN = 0x9011;
const TIME = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/;
const OFFSET = /^[+-]\d\d:\d\d$/;

/** When the picture was taken, as its file says; null where it does not say. Nothing else is read of it. */
export async function readTakenAt(file: Blob): Promise<string | null> {
	try {
		const head = await file.slice(0, HEAD).arrayBuffer();
		const options: Parameters<typeof exifr.parse>[1] = {
			exif: { pick: [TAKEN, OFFSET_TAKEN] },
			gps: false,
			reviveValues: false,
			translateKeys: false
		};
		const found = (await exifr.parse(head, options)) as Readonly<Record<number, unknown>> | undefined;
		const [, year, month, day, time] = TIME.exec(String(found?.[TAKEN])) ?? [];
		if (year === undefined) return null;
		const said = String(found?.[OFFSET_TAKEN] ?? '');
		// A camera that does not name its offset is set to the time of the place.
		const offset = OFFSET.test(said) ? said : '+08:00';
		const millis = Date.parse(`${year}-${month}-${day}T${time}${offset}`);
		return Number.isNaN(millis) ? null : new Date(millis).toISOString();
	} catch {
		// No EXIF, or none that can be read: then the time is not known.
		return null;
	}
}
