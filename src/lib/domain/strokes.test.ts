import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	inkLength,
	MAX_STROKES,
	packStrokes,
	PAD,
	simplify,
	strokesPath,
	unpackStrokes,
	type Stroke
} from './strokes.ts';

const point = fc.record({ x: fc.nat(PAD.width), y: fc.nat(PAD.height) });
const stroke = fc.array(point, { minLength: 1, maxLength: 12 });

describe('strokes as text', () => {
	it('come back as they were drawn, within the tolerance', () => {
		fc.assert(
			fc.property(fc.array(stroke, { maxLength: 8 }), (strokes) => {
				const back = unpackStrokes(packStrokes(strokes));
				expect(back).toEqual(strokes.map((one) => simplify(one, 1.5)));
			})
		);
	});

	it('never exceed their length, whatever is scribbled', () => {
		const scribble: Stroke[] = Array.from({ length: 3000 }, (_, at) => [
			{ x: (at * 37) % 1001, y: (at * 91) % 401 },
			{ x: (at * 53) % 1001, y: (at * 29) % 401 }
		]);
		const text = packStrokes(scribble);
		expect(text.length).toBeLessThanOrEqual(MAX_STROKES);
		expect(unpackStrokes(text)?.length).toBeGreaterThan(100);
	});

	it('stay in the pad', () => {
		expect(unpackStrokes(packStrokes([[{ x: -40, y: 900.4 }]]))).toEqual([[{ x: 0, y: PAD.height }]]);
	});

	it('are refused where they are no strokes', () => {
		for (const text of ['.', 'A', 'AAA', 'g', 'AA..AA', 'ÄA', '________A', 'A'.repeat(MAX_STROKES + 2)])
			expect(unpackStrokes(text), text).toBeNull();
		// Left of the pad: a step back from 0.
		expect(unpackStrokes('BA')).toBeNull();
		expect(unpackStrokes('')).toEqual([]);
	});

	it('are small: three characters of a name in less than 900 letters', () => {
		const name = Array.from({ length: 24 }, (_, at) =>
			Array.from({ length: 40 }, (_, step) => ({
				x: 40 + (at % 8) * 110 + step * 2,
				y: 60 + Math.floor(at / 8) * 100 + 30 * Math.sin(step / 6)
			}))
		);
		expect(packStrokes(name).length).toBeLessThan(900);
	});
});

describe('what was drawn', () => {
	it('has a length, and a dot has none', () => {
		expect(inkLength([[{ x: 3, y: 4 }]])).toBe(0);
		expect(
			inkLength([
				[
					{ x: 0, y: 0 },
					{ x: 3, y: 4 }
				],
				[
					{ x: 9, y: 9 },
					{ x: 9, y: 10 }
				]
			])
		).toBe(6);
	});

	it('becomes a rounded path that ends where the pen was lifted', () => {
		expect(strokesPath([[{ x: 1, y: 2 }]])).toBe('M1 2h0');
		const bend = [
			{ x: 0, y: 0 },
			{ x: 10, y: 0 },
			{ x: 10, y: 10 }
		];
		expect(strokesPath([bend])).toBe('M0 0Q10 0 10 5L10 10');
	});
});
