/**
 * When a picture was taken, as a JPEG says it (EXIF 2.32, TIFF 6.0: DateTimeOriginal and its offset in the EXIF directory).
 * Two texts are all that is looked for: a whole reader of EXIF weighs as much as a screen of the app.
 */
const SOI = 0xffd8;
const APP1 = 0xffe1;
/** Start of the picture itself: no segment follows that says anything of it. */
const SOS = 0xffda;
const EXIF = 'Exif\0\0';
const EXIF_DIRECTORY = 0x8769;
const TAKEN = 0x9003;
const OFFSET_TAKEN = 0x9011;
/** Bytes of an entry of a directory. */
const ENTRY = 12;
/** A text of four bytes and less stands in its entry itself. */
const INLINE = 4;

export interface ExifTime {
	/** `YYYY:MM:DD HH:MM:SS`, or whatever else the file has there. */
	readonly taken: string;
	/** `+08:00`; '' where the file does not say. */
	readonly offset: string;
}

/** @param head the beginning of a file; a directory that lies beyond its end is not found @throws RangeError for offsets that lead nowhere */
export function readExifTime(head: ArrayBuffer): ExifTime | null {
	const view = new DataView(head);
	if (view.byteLength < 4 || view.getUint16(0) !== SOI) return null;
	for (let at = 2; at + 4 <= view.byteLength; at += 2 + view.getUint16(at + 2)) {
		const marker = view.getUint16(at);
		if (marker < 0xff00 || marker === SOS) return null;
		if (marker === APP1 && textAt(view, at + 4, EXIF.length) === EXIF)
			return timeIn(view, at + 4 + EXIF.length);
	}
	return null;
}

/** @param tiff where the TIFF header stands, from which all its offsets count */
function timeIn(view: DataView, tiff: number): ExifTime | null {
	const little = textAt(view, tiff, 2) === 'II';
	const first = directoryAt(view, tiff, view.getUint32(tiff + 4, little), little);
	const pointer = first.get(EXIF_DIRECTORY);
	if (pointer === undefined) return null;
	const directory = directoryAt(view, tiff, view.getUint32(pointer + 8, little), little);
	const text = (tag: number) => {
		const entry = directory.get(tag);
		if (entry === undefined) return '';
		const length = view.getUint32(entry + 4, little);
		const from = length > INLINE ? tiff + view.getUint32(entry + 8, little) : entry + 8;
		return textAt(view, from, length).replace(/\0.*$/s, '').trim();
	};
	return { taken: text(TAKEN), offset: text(OFFSET_TAKEN) };
}

/** Where the entry of each tag stands. */
function directoryAt(view: DataView, tiff: number, offset: number, little: boolean): Map<number, number> {
	const count = view.getUint16(tiff + offset, little);
	const entries = new Map<number, number>();
	for (let n = 0; n < count; n++) {
		const at = tiff + offset + 2 + n * ENTRY;
		entries.set(view.getUint16(at, little), at);
	}
	return entries;
}

function textAt(view: DataView, at: number, length: number): string {
	let text = '';
	for (let place = at; place < at + length; place++) text += String.fromCharCode(view.getUint8(place));
	return text;
}
