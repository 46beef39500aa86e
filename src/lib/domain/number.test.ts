import { describe, expect, it } from 'vitest';
import { parseCount, parseNumber } from './number.ts';

const value = (text: string) => {
	const read = parseCount(text);
	return read.ok ? [read.value, read.confirm] : read.why;
};

describe('parseCount', () => {
	it.each([
		['230', [230, false]],
		['２３０', [230, false]], // EC01
		['1,250人', [1250, false]], // EC03
		['１，２５０ 人次', [1250, false]],
		[' 80 ', [80, false]],
		['0', [0, false]],
		['1.2万', [12000, true]],
		['3千', [3000, true]],
		['1.2w', [12000, true]],
		['约230人', [230, true]],
		['200余人', [200, true]],
		['二百三十', [230, true]],
		['二十', [20, true]],
		['十五', [15, true]],
		['一百二', [120, true]],
		['一百零二', [102, true]],
		['1万2千', [12000, true]],
		['两千', [2000, true]],
		['10000000', [10_000_000, false]]
	])('reads %s', (text, expected) => expect(value(text)).toEqual(expected));

	it.each([
		['', 'empty'],
		['　 ', 'empty'],
		['-5', 'negative'],
		['－5', 'negative'],
		['12.5', 'not-whole'],
		['1,25', 'unread'],
		['12,34,567', 'unread'],
		['很多', 'unread'],
		['3箱', 'unread'],
		['2至3', 'unread'],
		['三三', 'unread'],
		['百三', 'unread'],
		['1e3', 'unread'],
		['Infinity', 'unread'],
		['10000001', 'too-large'],
		['2000万', 'too-large']
	])('does not take %j for a count', (text, why) => expect(value(text)).toBe(why));

	it('keeps three decimals where they are wanted, and no more', () => {
		expect(parseNumber('12.5')).toEqual({ ok: true, value: 12.5, confirm: false });
		expect(parseNumber('1.2345')).toEqual({ ok: false, why: 'not-whole' });
	});
});
