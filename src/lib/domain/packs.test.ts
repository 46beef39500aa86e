import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPacks, parseQuantity, type Packed } from './packs.ts';

const water: Packed = {
	unitZh: '瓶',
	unitEn: 'bottle',
	packZh: '箱',
	unitsPerPack: 24,
	decimalQuantity: false
};
const melon: Packed = { unitZh: '公斤', unitEn: 'kg', packZh: '筐', unitsPerPack: 25, decimalQuantity: true };
const leaflet: Packed = {
	unitZh: '册',
	unitEn: 'copy',
	packZh: null,
	unitsPerPack: null,
	decimalQuantity: false
};
const read = (text: string, supply: Packed) => {
	const found = parseQuantity(text, supply);
	return found.ok ? [found.value, found.confirm] : found.why;
};

describe('parseQuantity', () => {
	it.each([
		['3箱5瓶', water, [77, false]], // EC07
		['3 箱 5 瓶', water, [77, false]],
		['３箱５', water, [77, false]],
		['3箱', water, [72, false]],
		['77瓶', water, [77, false]],
		['77', water, [77, false]],
		['1,200', water, [1200, false]],
		['77 bottles', water, [77, false]],
		['3 cases 5 bottles', water, [77, false]],
		['1 case', water, [24, false]],
		['半箱', water, [12, true]],
		['3箱半', water, [84, true]],
		['2.5箱', water, [60, true]],
		['两箱', water, [48, true]],
		['12.5', melon, [12.5, false]], // EC05
		['12.5公斤', melon, [12.5, false]],
		['12.5 千克', melon, [12.5, false]],
		['25斤', melon, [12.5, true]],
		['2筐3.9公斤', melon, [53.9, false]],
		['12册', leaflet, [12, false]]
	])('reads %s', (text, supply, expected) => expect(read(text, supply)).toEqual(expected));

	it.each([
		['', water, 'empty'],
		['-3箱', water, 'negative'],
		['12.5', water, 'not-whole'],
		['3盒', water, 'unread'],
		['3箱', leaflet, 'unread'],
		['箱', water, 'unread'],
		['3箱x', water, 'unread'],
		['12.5斤', leaflet, 'unread'],
		['12.3456', melon, 'not-whole'],
		['900000箱', water, 'too-large']
	])('does not read %j', (text, supply, why) => expect(read(text, supply)).toBe(why));

	it('reads back what it writes', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 1_000_000 }), (quantity) => {
				expect(read(formatPacks(quantity, water), water)).toEqual([quantity, false]);
				expect(read(formatPacks(quantity, water, 'en'), water)).toEqual([quantity, false]);
			})
		);
	});
});

describe('formatPacks', () => {
	it.each([
		[77, water, '3箱5瓶'],
		[72, water, '3箱'],
		[5, water, '5瓶'],
		[0, water, '0瓶'],
		[-77, water, '−3箱5瓶'],
		[53.9, melon, '53.9公斤'],
		[77, leaflet, '77册']
	])('writes %d', (quantity, supply, text) => expect(formatPacks(quantity, supply)).toBe(text));

	it.each([
		[77, water, '3 cases 5 bottles'],
		[24, water, '1 case'],
		[1, water, '1 bottle'],
		[53.9, melon, '53.9 kg'],
		[77, leaflet, '77 copies'],
		[30, { ...water, packZh: '盒', unitEn: 'box' }, '30 boxes']
	])('writes %d in English', (quantity, supply, text) =>
		expect(formatPacks(quantity, supply, 'en')).toBe(text)
	);
});
