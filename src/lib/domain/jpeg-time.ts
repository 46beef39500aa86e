/**
 * The time a picture was taken, as the only thing its file says of itself (EXIF 2.32: DateTimeOriginal and its offset).
 * A canvas writes a JPEG without any EXIF, so nothing of the camera's own (place, device, owner) is left to be removed.
 */
const SOI = 0xd8;
const APP1 = 0xe1;
/** Tag of the pointer to the EXIF directory, and of what stands in it. */
const EXIF_DIRECTORY = 0x8769;
const TAKEN = 0x9003;
const OFFSET = 0x9011;
const TEXT = 2;
const LONG = 4;

/** Shanghai has had one offset since 1991. */
const HOURS = 8;

/**
 * @param jpeg a file as a canvas wrote it
 * @param takenAt instant; null leaves the file as it is
 */
export function withTakenTime(
	jpeg: Uint8Array<ArrayBuffer>,
	takenAt: string | null
): Uint8Array<ArrayBuffer> {
	const millis = takenAt === null ? NaN : Date.parse(takenAt);
	if (Number.isNaN(millis) || jpeg[0] !== 0xff || jpeg[1] !== SOI) return jpeg;
	const local = new Date(millis + HOURS * 3_600_000).toISOString();
	const segment = exifSegment(`${local.slice(0, 10).replaceAll('-', ':')} ${local.slice(11, 19)}`);
	const whole = new Uint8Array(jpeg.length + segment.length);
	whole.set(jpeg.subarray(0, 2), 0);
	whole.set(segment, 2);
	whole.set(jpeg.subarray(2), 2 + segment.length);
	return whole;
}

/** One directory with a pointer to the next, which has two texts; big endian. */
function exifSegment(time: string): Uint8Array {
	const [head, first, second] = [10, 8, 8 + 2 + 12 + 4];
	const texts = second + 2 + 2 * 12 + 4;
	const end = texts + 20 + 8;
	const bytes = new Uint8Array(head + end);
	const view = new DataView(bytes.buffer);
	view.setUint16(0, 0xff00 + APP1);
	view.setUint16(2, bytes.length - 2);
	writeText(bytes, 4, 'Exif\0\0');
	writeText(bytes, head, 'MM');
	view.setUint16(head + 2, 42);
	view.setUint32(head + 4, first);
	view.setUint16(head + first, 1);
	writeEntry(view, head + first + 2, EXIF_DIRECTORY, LONG, 1, second);
	view.setUint16(head + second, 2);
	writeEntry(view, head + second + 2, TAKEN, TEXT, 20, texts);
	writeEntry(view, head + second + 14, OFFSET, TEXT, 7, texts + 20);
	writeText(bytes, head + texts, time);
	writeText(bytes, head + texts + 20, `+0${HOURS}:00`);
	return bytes;
}

function writeEntry(
	view: DataView,
	at: number,
	tag: number,
	type: number,
	count: number,
	value: number
): void {
	view.setUint16(at, tag);
	view.setUint16(at + 2, type);
	view.setUint32(at + 4, count);
	view.setUint32(at + 8, value);
}

function writeText(bytes: Uint8Array, at: number, text: string): void {
	for (let place = 0; place < text.length; place++) bytes[at + place] = text.charCodeAt(place);
}
