import { describe, expect, it } from 'vitest';
import { maskPhone, readPhone } from './phone.ts';

describe('telephone numbers', () => {
	it.each([
		['10000000001', '10000000001'],
		['１００ 0000 0001', '10000000001'],
		['+86 100-0000-0001', '10000000001'],
		['0794-8260000', '0794-8260000'], // EC19
		['07948260000', '0794-8260000'],
		['（0794）8260000', '0794-8260000'],
		['010-12345678', '010-12345678'],
		['12351', '12351'],
		['400-123-4567', '400-123-4567']
	])('keeps %s', (text, phone) => expect(readPhone(text)).toBe(phone));

	it.each(['', '1000000000', '100000000012', 'abc', '8260000'])('does not take %j', (text) => {
		expect(readPhone(text)).toBeNull();
	});

	it.each([
		['0794-8260000', '0794-****000'],
		['10000000001', '100****0001'],
		['010-12345678', '010-****5678'],
		['', ''],
		['家里电话', '****']
	])('masks %j', (text, masked) => expect(maskPhone(text)).toBe(masked));
});
