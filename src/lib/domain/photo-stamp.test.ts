import { describe, expect, it } from 'vitest';
import { fitted, MOST_BYTES, nextQuality } from './photo-size.ts';
import { cutToFit, shortNumber, stampLayout, stampLines } from './photo-stamp.ts';

const measure = (text: string) => [...text].length * 10;

describe('the stamp of a photo', () => {
	it('can be read when the picture is shown 1080 pixels wide, upright or not', () => {
		for (const width of [1600, 1200, 900]) {
			const { letter, band, middles } = stampLayout(width);
			expect((letter * 1080) / width).toBeGreaterThan(25);
			expect(band).toBeGreaterThan(2 * letter);
			for (const middle of middles) {
				expect(middle - letter / 2).toBeGreaterThan(0);
				expect(middle + letter / 2).toBeLessThan(band);
			}
		}
	});

	it('has the number of the server, else the end of the id', () => {
		expect(shortNumber('0198c0de-0000-7000-8000-0000abc123ef')).toBe('C123EF');
		expect(shortNumber('0198c0de-0000-7000-8000-0000abc123ef', 'QL-361024-2026-000123')).toBe(
			'QL-361024-2026-000123'
		);
	});

	it('leaves out what is not known, and cuts what is too long', () => {
		const words = { when: '2026-07-14', county: 'A', place: '', short: 'C123EF', note: '' };
		expect(stampLines(words)).toEqual([
			{ left: '2026-07-14  A', right: 'C123EF' },
			{ left: '', right: '' }
		]);
		expect(cutToFit('abcdef', 60, measure)).toBe('abcdef');
		expect(cutToFit('abcdefg', 60, measure)).toBe('abcde…');
		expect(cutToFit('abc', 5, measure)).toBe('');
	});
});

describe('the size of a photo', () => {
	it('fits, and is never made larger', () => {
		expect(fitted({ width: 4000, height: 3000 }, 1600)).toEqual({ width: 1600, height: 1200 });
		expect(fitted({ width: 640, height: 480 }, 1600)).toEqual({ width: 640, height: 480 });
	});

	it('goes down in quality until it is small enough, and not below what can be read', () => {
		let quality = 0.82;
		const tried: number[] = [];
		for (let next: number | null = quality; next !== null; next = nextQuality(quality, 5 * MOST_BYTES)) {
			quality = next;
			tried.push(quality);
		}
		expect(tried.at(-1)).toBe(0.45);
		expect(tried.length).toBeLessThan(5);
		expect(nextQuality(0.82, MOST_BYTES)).toBeNull();
	});
});
