/**
 * The print of a picture: what it looks like, small enough to stand in a record, and too coarse to show who or what is in it.
 *
 * Two grids of brightness with 16 steps each. The fine one (24 x 24) holds how each field differs from what is around it, so
 * that sky above and ground below, which most pictures share, do not count; pictures are compared by it. The coarse one
 * (12 x 12) holds the brightness itself; what might be the same picture is found by it. Neither changes much when
 * a picture is made smaller, compressed again, or a little brighter. Written as hex, 720 digits in 12 texts. The photo of a
 * paper sheet has a finer print besides (`sheet-print.ts`), in 34 more texts that begin with its version.
 */
import { meanFields, type GrayPicture } from './gray-picture.ts';
import { readSheetPrint, sheetPrintOf, writeSheetPrint } from './sheet-print.ts';

export const FINE = 24;
export const COARSE = 12;
const TEXT = 60;
/** Texts of every print; a sheet's finer one stands behind them. */
export const PRINT_TEXTS = (FINE ** 2 + COARSE ** 2) / TEXT;
const SHEET_TEXT = 61;
/** Way in which the finer print is made and written; another one is not compared with it. */
const SHEET_VERSION = '1';
/** Fields around one that it is compared with, to each side. */
const AROUND = 2;

export interface PicturePrint {
	/** FINE x FINE steps, 0 to 15. */
	readonly fine: Uint8Array;
	/** COARSE x COARSE steps, 0 to 15. */
	readonly coarse: Uint8Array;
	/** As `sheetPrintOf` makes it; null for what was not taken as a sheet, and for prints of older phones. */
	readonly sheet: Uint8Array | null;
}

export function printOf(picture: GrayPicture, isSheet: boolean): PicturePrint {
	return {
		fine: inSteps(withoutSurroundings(meanFields(picture, FINE))),
		coarse: inSteps(meanFields(picture, COARSE)),
		sheet: isSheet ? sheetPrintOf(picture) : null
	};
}

export function writePrint({ fine, coarse, sheet }: PicturePrint): string[] {
	const digits = [...fine, ...coarse].map((step) => step.toString(16)).join('');
	const finer = sheet ? SHEET_VERSION + writeSheetPrint(sheet) : '';
	return [...inTexts(digits, TEXT), ...inTexts(finer, SHEET_TEXT)];
}

/** What `writePrint` wrote; null for anything else. A finer print that is not known is left out. */
export function readPrint(texts: readonly string[]): PicturePrint | null {
	const digits = texts.slice(0, PRINT_TEXTS).join('');
	if (digits.length !== TEXT * PRINT_TEXTS || !/^[0-9a-f]*$/.test(digits)) return null;
	const steps = Uint8Array.from(digits, (digit) => parseInt(digit, 16));
	const finer = texts.slice(PRINT_TEXTS).join('');
	const sheet = finer.startsWith(SHEET_VERSION) ? readSheetPrint(finer.slice(1)) : null;
	return { fine: steps.slice(0, FINE ** 2), coarse: steps.slice(FINE ** 2), sheet };
}

function inTexts(digits: string, length: number): string[] {
	const count = Math.ceil(digits.length / length);
	return Array.from({ length: count }, (_, at) => digits.slice(at * length, (at + 1) * length));
}

function withoutSurroundings(fields: Float64Array): Float64Array {
	return fields.map((value, at) => {
		const [x, y] = [at % FINE, Math.floor(at / FINE)];
		let [sum, count] = [0, 0];
		for (let row = Math.max(0, y - AROUND); row <= Math.min(FINE - 1, y + AROUND); row++) {
			for (let column = Math.max(0, x - AROUND); column <= Math.min(FINE - 1, x + AROUND); column++) {
				sum += fields[row * FINE + column] ?? 0;
				count++;
			}
		}
		return value - sum / count;
	});
}

/** Steps from 0 to 15 around the mean, some two deviations to each side; all the same where nothing differs. */
function inSteps(fields: Float64Array): Uint8Array {
	const mean = fields.reduce((sum, value) => sum + value, 0) / fields.length;
	const deviation = Math.sqrt(fields.reduce((sum, value) => sum + (value - mean) ** 2, 0) / fields.length);
	// Less than a step of brightness is noise of the compression: a white sheet is not blown up to a pattern.
	const unit = Math.max(deviation, 0.25);
	return Uint8Array.from(fields, (value) =>
		Math.max(0, Math.min(15, Math.round(7.5 + (3.2 * (value - mean)) / unit)))
	);
}
