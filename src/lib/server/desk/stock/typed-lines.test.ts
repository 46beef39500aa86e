import { describe, expect, it } from 'vitest';
import type { Reference } from '#lib/domain/reference.ts';
import { readLines, typedLines } from './typed-lines.ts';

const water = {
	...{ code: 'W', zh: '矿泉水', en: 'Water', unitZh: '瓶', unitEn: 'bottle', packZh: '箱', unitsPerPack: 24 },
	decimalQuantity: false
};
const reference = {
	get: (_kind: string, code: string) => (code === 'W' ? water : undefined),
	all: () => [],
	maximum: () => null
} as unknown as Reference;
const read = (...lines: Parameters<typeof readLines>[1][number][]) =>
	readLines({ reference, locale: 'zh-CN' }, lines);
const line = (qty: string, more: object = {}) => ({ supply: 'W', batch: '', expiry: '', qty, ...more });

describe('typed lines', () => {
	it('are read in cases and loose units; what has no quantity is no part of it, nothing found is', () => {
		expect(read(line('3箱5瓶', { batch: ' B1 ', expiry: '2027-01-01' }), line(' '), line('0'))).toEqual({
			lines: [
				{ supply: 'W', batch: 'B1', expiry: '2027-01-01', qty: 77 },
				{ supply: 'W', batch: '', expiry: null, qty: 0 }
			],
			unread: []
		});
	});

	it('are named where they cannot be read', () => {
		const wrong = read(
			line('几箱'),
			line('-3'),
			line('3', { supply: 'X' }),
			line('3', { expiry: '2027-02-30' })
		);
		expect(wrong).toEqual({ lines: [], unread: ['矿泉水 几箱', '矿泉水 -3', '3', '矿泉水 3'] });
	});

	it('come from a form in the order of their numbers, and no more than 200', () => {
		const form = new FormData();
		form.set('line.10.qty', '2');
		form.set('line.2.supply', 'W');
		form.set('line.2.qty', '1');
		form.set('line.200.qty', '3');
		form.set('line.x.qty', '4');
		expect(typedLines(form)).toEqual([line('1'), line('2', { supply: '' })]);
	});
});
