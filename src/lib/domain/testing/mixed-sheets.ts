import { SHEET } from '../sheet-print.ts';
import type { Pictured } from '../same-picture.ts';

/** Rows of fields that come from one sheet: about a line of writing. */
const BAND = 4;

/**
 * Prints of many more sheets of a form without a picture of each: every band of lines is that of one of the given sheets, no two
 * are alike. Of the coarser prints each has those of a given sheet.
 */
export function mixedSheets(sheets: readonly Pictured[], count: number): Pictured[] {
	return Array.from({ length: count }, (_, at): Pictured => {
		const sheet = new Uint8Array(SHEET ** 2);
		for (let band = 0, rest = at; band < SHEET / BAND; band++, rest = Math.floor(rest / sheets.length)) {
			const from = sheets[(rest + band * at) % sheets.length]?.print.sheet;
			const [start, end] = [band * BAND * SHEET, (band + 1) * BAND * SHEET];
			if (from) sheet.set(from.subarray(start, end), start);
		}
		const { use, print } = sheets[at % sheets.length] as Pictured;
		return { use, print: { ...print, sheet } };
	});
}
