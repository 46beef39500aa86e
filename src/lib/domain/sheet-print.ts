/**
 * The finer print of a paper sheet. Sheets of one form look alike at the distance of `picture-print.ts`; what tells them apart
 * is who wrote where. 64 x 64 fields with 4 steps each, 1 kB: a field is as wide as a written sign, so that nobody reads a name
 * in it. Each field holds how it differs from what is around it, in parts of what is usual there: neither light nor the shadow
 * of a hand counts. The fields are softened a little first: a print that is laid over a cut one lies between its fields, and
 * only what changes slowly from field to field can be read there.
 */
import { meanFields, type GrayPicture } from './gray-picture.ts';

/** Fields of a side. */
export const SHEET = 64;
/** Between the inner and the outer steps, in deviations. */
const FAR = 0.9;
/** Part that a field takes from each neighbour in its row, then in its column. */
const SOFT = 0.2;
/** Fields to each side that a field is compared with, and by which it is known how much is usual. */
const AROUND = 4;
const USUAL = 6;
const DIGITS = SHEET ** 2 / 2;

/** SHEET x SHEET steps, 0 to 3, row by row. */
export function sheetPrintOf(picture: GrayPicture): Uint8Array {
	const fields = softened(meanFields(picture, SHEET));
	const around = meansAround(fields, AROUND);
	const beyond = fields.map((value, at) => value - (around[at] ?? 0));
	const squares = meansAround(
		beyond.map((value) => value ** 2),
		USUAL
	);
	const mean = squares.reduce((sum, value) => sum + value, 0) / squares.length;
	return Uint8Array.from(beyond, (value, at) => {
		// Where nothing stands, noise is not blown up to a pattern.
		const deviations = value / Math.sqrt((squares[at] ?? 0) + 0.1 * mean + 0.3);
		return deviations < -FAR ? 0 : deviations < 0 ? 1 : deviations < FAR ? 2 : 3;
	});
}

/** Two fields to a hex digit. */
export function writeSheetPrint(print: Uint8Array): string {
	return Array.from({ length: DIGITS }, (_, at) =>
		((print[2 * at] ?? 0) * 4 + (print[2 * at + 1] ?? 0)).toString(16)
	).join('');
}

/** What `writeSheetPrint` wrote; null for anything else. */
export function readSheetPrint(text: string): Uint8Array | null {
	if (text.length !== DIGITS || !/^[0-9a-f]*$/.test(text)) return null;
	const print = new Uint8Array(SHEET ** 2);
	for (let at = 0; at < DIGITS; at++) {
		const digit = digitAt(text, at);
		print[2 * at] = digit >> 2;
		print[2 * at + 1] = digit & 3;
	}
	return print;
}

/** A hex digit's value; thousands of prints are read for one sheet. */
function digitAt(text: string, at: number): number {
	const code = text.charCodeAt(at);
	return code < 58 ? code - 48 : code - 87;
}

function softened(fields: Float64Array): Float64Array {
	const along = (from: Float64Array, step: number, place: (at: number) => number) =>
		from.map((value, at) => {
			const before = place(at) > 0 ? (from[at - step] ?? 0) : value;
			const after = place(at) < SHEET - 1 ? (from[at + step] ?? 0) : value;
			return (1 - 2 * SOFT) * value + SOFT * (before + after);
		});
	return along(
		along(fields, 1, (at) => at % SHEET),
		SHEET,
		(at) => Math.floor(at / SHEET)
	);
}

/** Means of the squares of fields around each, at the edges of what is there. */
function meansAround(fields: Float64Array, to: number): Float64Array {
	// Sums of all above and to the left, so that any square is four look-ups.
	const wide = SHEET + 1;
	const sums = new Float64Array(wide * wide);
	for (let y = 0; y < SHEET; y++) {
		let row = 0;
		for (let x = 0; x < SHEET; x++) {
			row += fields[y * SHEET + x] ?? 0;
			sums[(y + 1) * wide + x + 1] = (sums[y * wide + x + 1] ?? 0) + row;
		}
	}
	return fields.map((_, at) => {
		const [x, y] = [at % SHEET, Math.floor(at / SHEET)];
		const [left, right] = [Math.max(0, x - to), Math.min(SHEET, x + to + 1)];
		const [top, bottom] = [Math.max(0, y - to), Math.min(SHEET, y + to + 1)];
		const corner = (row: number, column: number) => sums[row * wide + column] ?? 0;
		const sum = corner(bottom, right) - corner(top, right) - corner(bottom, left) + corner(top, left);
		return sum / ((right - left) * (bottom - top));
	});
}
