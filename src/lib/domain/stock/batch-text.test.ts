import { describe, expect, it } from 'vitest';
import { batchText, knownBatch } from './batch-text.ts';

describe('a batch', () => {
	it('is the same in any width and case', () => {
		for (const typed of ['2505H02', ' 2505h02 ', '２５０５Ｈ０２', '２５０５ｈ０２\u3000'])
			expect(batchText(typed)).toBe('2505H02');
		expect(batchText('')).toBe('');
		expect(batchText('批次 甲')).toBe('批次 甲');
	});

	it('that is there already is called as it is called there', () => {
		expect(knownBatch('２５０５Ｈ０２', ['2505h02'])).toBe('2505h02');
		expect(knownBatch('2505h02', ['2505H02', '2505h02'])).toBe('2505h02');
		expect(knownBatch('2505h03', ['2505h02'])).toBe('2505H03');
		expect(knownBatch(' ', ['', 'A'])).toBe('');
	});
});
