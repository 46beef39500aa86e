import { describe, expect, it } from 'vitest';
import { splitOver } from './split-over.ts';

const A = { batch: 'A', expiry: '2026-01-01', milli: 5_000 };
const B = { batch: 'B', expiry: '2026-09-01', milli: 2_000 };
const C = { batch: 'C', expiry: '2027-09-01', milli: 4_000 };
const NONE = { batch: '', expiry: null, milli: 3_000 };
const ALL = [A, B, C, NONE];
const DAY = '2026-07-01';
const split = (
	milli: number,
	own: { batch: string; expiry: string | null } = B,
	taken: Record<string, number> = {}
) =>
	splitOver({ ...own, milli }, ALL, ({ batch }) => taken[batch] ?? 0, DAY)?.map((one) => [
		one.batch,
		one.milli
	]);

describe('an amount over batches', () => {
	it('is taken of the soonest first, and of nothing expired', () => {
		expect(split(2_001)).toEqual([
			['B', 2_000],
			['C', 1]
		]);
		expect(split(8_000)).toEqual([
			['B', 2_000],
			['C', 4_000],
			['', 2_000]
		]);
	});

	it('stands with the last batch as far as there is not enough', () => {
		expect(split(20_000)).toEqual([
			['B', 2_000],
			['C', 4_000],
			['', 14_000]
		]);
	});

	it('leaves to other lines what they take, and a batch that has nothing left', () => {
		expect(split(3_000, B, { B: 500, C: 3_500 })).toEqual([
			['B', 1_500],
			['C', 500],
			['', 1_000]
		]);
		expect(split(1_000, B, { B: 2_000 })).toEqual([['C', 1_000]]);
	});

	it('stays where the batch has enough, is another than any that is there, or is the only good one', () => {
		expect(split(2_000)).toBeUndefined();
		expect(split(9_000, { batch: 'X', expiry: null })).toBeUndefined();
		expect(splitOver({ ...B, milli: 9_000 }, [A, B], () => 0, DAY)).toBeNull();
		// Who chose what is expired goes on with what is not.
		expect(split(6_000, A)).toEqual([
			['A', 5_000],
			['B', 1_000]
		]);
	});
});
