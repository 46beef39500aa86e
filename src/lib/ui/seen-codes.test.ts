import { expect, it } from 'vitest';
import { SeenCodes } from './seen-codes.ts';

it('reads a code once while it is in sight, and again after it was away', () => {
	const seen = new SeenCodes(1_500);
	const told = (at: number, text: string) => seen.isNew(text, at);
	expect([told(0, 'a'), told(100, 'a'), told(1_400, 'a'), told(2_800, 'a')]).toEqual([
		true,
		false,
		false,
		false
	]);
	expect([told(2_900, 'b'), told(3_000, 'a'), told(4_500, 'a'), told(6_001, 'a')]).toEqual([
		true,
		false,
		false,
		true
	]);
});
