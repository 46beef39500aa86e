import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PRINTS } from './photo.ts';
import { grayOf } from './gray-picture.ts';
import { askedKeysOf, keysOf } from './picture-keys.ts';
import { likeness, SAME_PICTURE } from './picture-likeness.ts';
import { printOf, readPrint, writePrint } from './picture-print.ts';
import { madePicture, passedOn } from './testing/made-picture.ts';

const seed = fc.integer({ min: 0, max: 1_000_000 });
const print = (of: number, isSheet = false) => printOf(madePicture(of, isSheet), isSheet);
const share = (one: readonly number[], other: readonly number[]) => one.some((key) => other.includes(key));

describe('the print of a picture', () => {
	it('is read as it was written, and fits where a record keeps it', () => {
		const texts = writePrint(print(7));
		expect(texts).toHaveLength(12);
		for (const text of texts) expect(text).toMatch(/^[0-9a-f]{60}$/);
		expect(writePrint(readPrint(texts) ?? print(8))).toEqual(texts);
		expect(readPrint(texts.slice(1))).toBeNull();
		expect(readPrint([...texts.slice(1), 'g'.repeat(60)])).toBeNull();
	});

	it('of a sheet has a finer one besides, which is left out where it is not known', () => {
		const texts = writePrint(print(7, true));
		expect(texts.length).toBeLessThanOrEqual(MAX_PRINTS);
		for (const text of texts) expect(text).toMatch(/^[0-9a-f]{8,64}$/);
		expect(writePrint(readPrint(texts) ?? print(8))).toEqual(texts);
		expect(readPrint(texts)?.sheet).toEqual(print(7, true).sheet);
		const [first = '', ...others] = texts.slice(12);
		const newer = [...texts.slice(0, 12), `2${first.slice(1)}`, ...others];
		expect(readPrint(newer)).toEqual(print(7, true).sheet && { ...print(7, true), sheet: null });
	});

	it('weighs colours as the eye does', () => {
		expect([
			...(grayOf(3, 1, [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255]).pixels as Uint8Array)
		]).toEqual([76, 150, 29]);
	});

	it('recognises a picture that was made smaller, compressed and cut by up to a tenth', () => {
		fc.assert(
			fc.property(seed, seed, fc.constantFrom(0, 0.05, 0.1), (of, how, cut) => {
				const picture = madePicture(of);
				const [before, after] = [printOf(picture, false), printOf(passedOn(picture, cut, how), false)];
				expect(likeness(before, after)).toBeGreaterThan(SAME_PICTURE);
				expect(likeness(after, before)).toBeGreaterThan(SAME_PICTURE);
			}),
			{ numRuns: 60, seed: 40 }
		);
	});

	it('does not take one scene for another, nor one sheet of writing for another', () => {
		fc.assert(
			fc.property(seed, seed, fc.boolean(), (one, other, isSheet) => {
				fc.pre(one !== other);
				expect(likeness(print(one, isSheet), print(other, isSheet))).toBeLessThan(SAME_PICTURE);
			}),
			{ numRuns: 150, seed: 41 }
		);
	});

	it('gives a cut picture a key of the whole, and few keys to any other', () => {
		const pictures = Array.from({ length: 60 }, (_, at) => madePicture(5000 + at));
		const keys = pictures.map((picture) => keysOf(printOf(picture, false)));
		const found = pictures.filter((picture, at) =>
			share(keys[at] ?? [], askedKeysOf(printOf(passedOn(picture, 0.1, at), false)))
		);
		expect(found.length).toBeGreaterThanOrEqual(58);
		let shared = 0;
		for (const [at, one] of keys.entries()) {
			for (const other of keys.slice(at + 1)) if (share(one, other)) shared++;
		}
		expect(shared / ((60 * 59) / 2)).toBeLessThan(0.03);
	});

	it('finds nothing in a plain wall that any other plain wall would share', () => {
		const wall = (tone: number) =>
			printOf({ width: 64, height: 48, pixels: new Uint8Array(64 * 48).fill(tone) }, false);
		expect(likeness(wall(90), wall(200))).toBeLessThan(SAME_PICTURE);
	});
});
