import { describe, expect, it } from 'vitest';
import { amountInCapitals } from './amount-in-capitals.ts';

describe('an amount in Chinese capitals', () => {
	it.each([
		[0, '零元整'],
		[1, '壹分'],
		[10, '壹角整'],
		[105, '壹元零伍分'],
		[1000, '壹拾元整'],
		[32504, '叁佰贰拾伍元零肆分'],
		[140950, '壹仟肆佰零玖元伍角整'],
		[600714, '陆仟零柒元壹角肆分'],
		[1640902, '壹万陆仟肆佰零玖元零贰分'],
		[10700053, '壹拾万柒仟元伍角叁分'],
		[10000000, '壹拾万元整'],
		[10010000, '壹拾万零壹佰元整'],
		[217861010, '贰佰壹拾柒万捌仟陆佰壹拾元壹角整'],
		[1_0000_0000_00, '壹亿元整'],
		[1_0000_0001_00, '壹亿零壹元整'],
		[1_0200_0000_00, '壹亿零贰佰万元整'],
		[10_2003_0004_00, '壹拾亿贰仟零叁万零肆元整'],
		[1_2000_0000_0000_00, '壹万贰仟亿元整'],
		[-250, '负贰元伍角整']
	])('%i fen', (fen, words) => {
		expect(amountInCapitals(fen)).toBe(words);
	});

	it('refuses what is not whole fen', () => {
		expect(() => amountInCapitals(1.5)).toThrow(RangeError);
		expect(() => amountInCapitals(Number.NaN)).toThrow(RangeError);
	});
});
