import { describe, expect, it } from 'vitest';
import type { Holding } from '#lib/domain/stock/in-hand.ts';
import { handoutSample } from './handout/sample.ts';
import { movementSample } from './movement/sample.ts';
import { splitDay, splitLines } from './split-lines.ts';

const holding: Holding = {
	...{ place: 'store:S', supply: 'W', milli: 9_000, stocked: true },
	batches: [
		{ batch: 'A', expiry: '2026-09-01', milli: 2_500 },
		{ batch: 'B', expiry: '2026-10-01', milli: 4_000 }
	]
};
let n = 0;
const from = { newId: () => `n${++n}`, inHand: (supply: string) => (supply === 'W' ? holding : undefined) };
const line = (id: string, batch: string, qty: number | null, supply = 'W') => {
	return {
		id,
		supply,
		qty,
		batch,
		expiry: batch === 'A' ? '2026-09-01' : batch === 'B' ? '2026-10-01' : null
	};
};
const DAY = '2026-07-01';

describe('a line that is more than its batch', () => {
	it('stays of its batch, and is followed by lines of the next', () => {
		const lines = [line('v', '', 1, 'V'), line('w', ' A', 6), line('u', '', 1, 'U')];
		const split = splitLines(
			[lines[0], { ...lines[1], expiry: '2026-09-01' }, lines[2]] as typeof lines,
			'w',
			DAY,
			from
		);
		expect(split?.map(({ id, batch, qty }) => [id, batch, qty])).toEqual([
			['v', '', 1],
			['w', 'A', 2.5],
			['n1', 'B', 3.5],
			['u', '', 1]
		]);
	});

	it('adds to the line that the next batch has', () => {
		const split = splitLines([line('a', 'A', 4), line('b', 'B', 1)], 'a', DAY, from);
		expect(split?.map(({ id, qty }) => [id, qty])).toEqual([
			['a', 2.5],
			['b', 2.5]
		]);
	});

	it('is as it was typed where it is enough, where nothing is known, and where it is counted', () => {
		expect(splitLines([line('a', 'A', 2.5)], 'a', DAY, from)).toBeNull();
		expect(splitLines([line('a', 'A', null)], 'a', DAY, from)).toBeNull();
		expect(splitLines([line('a', 'A', 9, 'V')], 'a', DAY, from)).toBeNull();
		expect(
			splitLines([line('a', 'A', 9)], 'a', splitDay({ ...movementSample, act: 'count' }), from)
		).toBeNull();
		expect(splitDay({ ...movementSample, act: 'expired' })).toBeNull();
		expect(splitDay(movementSample)).toBe(movementSample.date);
		expect(splitDay(handoutSample)).toBe(handoutSample.date);
	});
});
