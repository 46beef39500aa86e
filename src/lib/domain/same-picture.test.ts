import { describe, expect, it } from 'vitest';
import type { GrayPicture } from './gray-picture.ts';
import type { PhotoUse } from './photo.ts';
import { printOf } from './picture-print.ts';
import { isSamePicture, type Pictured } from './same-picture.ts';
import { copyOfSheet, madeSheet } from './testing/made-sheet.ts';

const FORM = 3;
const sheets = Array.from({ length: 8 }, (_, at) => madeSheet(FORM, 300 + at, 480));
const pictured = (picture: GrayPicture, use: PhotoUse = 'sheet', isFine = use === 'sheet'): Pictured => ({
	use,
	print: printOf(picture, isFine)
});
const originals = sheets.map((sheet) => pictured(sheet));

describe('sheets of one form', () => {
	it('are known again made smaller, compressed again and cut by up to a tenth, in whichever order', () => {
		const missed = [0, 0.05, 0.1].flatMap((cut) =>
			sheets.filter((sheet, at) => {
				const copy = pictured(copyOfSheet(sheet, cut, at));
				const [original] = originals.slice(at);
				return !original || !isSamePicture(original, copy) || !isSamePicture(copy, original);
			})
		);
		expect(missed.length).toBeLessThanOrEqual(1);
	});

	it('are not taken for one another, nor copies of one for another', () => {
		for (const [at, sheet] of sheets.entries()) {
			const copy = pictured(copyOfSheet(sheet, 0.1, at));
			for (const [other, one] of originals.entries()) {
				if (other !== at) expect(isSamePicture(one, copy), `${at} ${other}`).toBe(false);
			}
		}
	});

	it('of which one has no finer print are compared by the coarser ones, and must be very like', () => {
		const [first, second] = sheets;
		if (!first || !second) throw new Error('no sheets');
		const older = pictured(first, 'sheet', false);
		expect(isSamePicture(older, pictured(copyOfSheet(first, 0, 1)))).toBe(true);
		expect(isSamePicture(pictured(second), older)).toBe(false);
		expect(isSamePicture(pictured(first, 'scene'), pictured(copyOfSheet(first, 0, 1)))).toBe(true);
	});
});
