import { describe, expect, it } from 'vitest';
import { printOf } from './picture-print.ts';
import type { Pictured } from './same-picture.ts';
import { roughLikeness, sheetBits } from './sheet-bits.ts';
import { copyOfSheet, madeSheet } from './testing/made-sheet.ts';
import { mixedSheets } from './testing/mixed-sheets.ts';
import { worthComparing } from './worth-comparing.ts';

const FORM = 4;
const sheets = Array.from({ length: 6 }, (_, at) => madeSheet(FORM, 500 + at, 480));
const pictured = (picture: (typeof sheets)[number]): Pictured => ({
	use: 'sheet',
	print: printOf(picture, true)
});
const originals = sheets.map(pictured);
const bitsOf = ({ print }: Pictured) => sheetBits(print.sheet ?? new Uint8Array());

describe('sheets of one form, roughly compared', () => {
	it('are most like their own copies, also cut by a tenth, in whichever order', () => {
		for (const cut of [0, 0.05, 0.1]) {
			for (const [at, sheet] of sheets.entries()) {
				const copy = bitsOf(pictured(copyOfSheet(sheet, cut, at)));
				const likes = originals.map((one) => roughLikeness(bitsOf(one), copy));
				expect(likes.indexOf(Math.max(...likes)), `${cut} ${at}`).toBe(at);
				expect(originals.map((one) => roughLikeness(copy, bitsOf(one)))).toEqual(likes);
			}
		}
	});

	it('leave few to compare, the original among them wherever it stands', () => {
		const [first] = originals;
		const [sheet] = sheets;
		if (!first || !sheet) throw new Error('no sheets');
		const others = mixedSheets(originals.slice(1), 1_500).map((picture) => ({ picture }));
		const copy = pictured(copyOfSheet(sheet, 0.1, 3));
		const original = { picture: first };
		const worth = worthComparing([...others, original], copy);
		expect(worth).toContain(original);
		expect(worth).toHaveLength(20);
		// What was taken before there were finer prints is found by its keys alone.
		const older = (one: Pictured): Pictured => ({ ...one, print: { ...one.print, sheet: null } });
		const first40 = others.slice(0, 40).map(({ picture }) => ({ picture: older(picture) }));
		const late = { picture: older(first) };
		expect(worthComparing([...others, ...first40, late], copy).slice(20)).toEqual(first40);
		expect(worthComparing([...others, original], older(copy))).toEqual(others.slice(0, 40));
	});
});
