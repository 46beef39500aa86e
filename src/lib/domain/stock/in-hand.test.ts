import { describe, expect, it } from 'vitest';
import { layOverStock, soonestBatch, type Holding } from './in-hand.ts';
import type { Movement, StockAct } from './movement.ts';

const line = (milli: number, batch = 'B1', expiry: string | null = '2027-05-01') => {
	return { supply: 'W', batch, expiry, milli };
};
const holding = (milli: number, more: Partial<Holding> = {}): Holding => ({
	...{ place: 'team:T1', supply: 'W', milli, stocked: true },
	batches: milli === 0 ? [] : [{ batch: 'B1', expiry: '2027-05-01', milli }],
	...more
});
const movement = (act: StockAct, id: string, lines: Movement['lines'], more: Partial<Movement> = {}) => ({
	...{ id, act, from: 'team:T1', to: null, region: 'R', date: '2026-07-01', about: null, lines },
	...more
});
const work = (now: Movement[], told: Movement[] = []) => ({ told, now });
const amounts = (holdings: readonly Holding[]) =>
	Object.fromEntries(holdings.map(({ place, milli }) => [place, milli]));

describe('what is in hand', () => {
	it('is what the server said less what was given out here', () => {
		const given = movement('give', 'h', [line(25_000)]);
		expect(layOverStock([holding(40_000)], [work([given])])).toEqual([holding(15_000)]);
		expect(amounts(layOverStock([holding(40_000)], [work([], [given])]))).toEqual({ 'team:T1': 65_000 });
		expect(amounts(layOverStock([holding(15_000)], [work([given], [given])]))).toEqual({ 'team:T1': 15_000 });
	});

	it('goes below zero, where stock was brought to as a fault', () => {
		const given = movement('give', 'h', [line(2_000)]);
		expect(layOverStock([], [work([given])])).toMatchObject([{ milli: -2_000, stocked: false }]);
		const issued = movement('issue', 'i', [line(1_000)], { from: 'store:S', to: 'team:T1' });
		const both = layOverStock([], [work([given]), work([issued])]);
		expect(both).toContainEqual(holding(-1_000));
	});

	it('is with nobody while a transfer is under way, and taken back once', () => {
		const transfer = movement('transfer', 't', [line(6_000)], { to: 'person:p' });
		const confirm = movement('confirm', 'c', [line(5_000)], { to: 'person:p', about: 't' });
		expect(amounts(layOverStock([holding(10_000)], [work([transfer])]))).toEqual({ 'team:T1': 4_000 });
		expect(amounts(layOverStock([], [work([confirm])]))).toEqual({ 'person:p': 5_000 });
		const back = (id: string) => movement('reversal', id, [], { to: 'person:p', about: 't' });
		const told = [transfer, back('b')];
		expect(amounts(layOverStock([holding(4_000)], [work([transfer, back('a')], [transfer])]))).toEqual({
			'team:T1': 10_000
		});
		expect(amounts(layOverStock([holding(10_000)], [work([...told, back('a')], told)]))).toEqual({
			'team:T1': 10_000
		});
	});

	it('is what a count found, and what was given out after it', () => {
		const count = movement('count', 'n', [line(7_000, 'B2')]);
		const given = movement('give', 'h', [line(1_000, 'B2')]);
		const after = layOverStock([holding(9_000)], [work([count]), work([given])]);
		expect(after).toMatchObject([{ milli: 6_000, batches: [{ batch: 'B2', milli: 6_000 }] }]);
	});

	it('gives back at once what a count made that the server has taken in', () => {
		const count = movement('count', 'n', [line(7_000, 'B2')]);
		const back = movement('reversal', 'r', [], { about: 'n' });
		const made = [line(-3_000, 'B1'), line(7_000, 'B2')];
		const standing = holding(7_000, { batches: [{ batch: 'B2', expiry: '2027-05-01', milli: 7_000 }] });
		const works = (adjusted?: ReadonlyMap<string, typeof made>) => [
			{ told: [count], now: [count, back], ...(adjusted ? { adjusted } : {}) }
		];
		expect(amounts(layOverStock([standing], works(new Map([['n', made]]))))).toEqual({ 'team:T1': 3_000 });
		expect(amounts(layOverStock([standing], works()))).toEqual({ 'team:T1': 7_000 });
	});

	it('goes out soonest first, of what is there', () => {
		const batches = [
			{ batch: 'A', expiry: '2026-01-01', milli: -1_000 },
			{ batch: 'B', expiry: null, milli: 1_000 },
			{ batch: 'C', expiry: '2026-09-01', milli: 2_000 }
		];
		const [found] = layOverStock([holding(2_000, { batches })], []);
		expect(found?.batches.map(({ batch }) => batch)).toEqual(['A', 'C', 'B']);
		expect(soonestBatch(found?.batches, '2026-09-01')?.batch).toBe('C');
		expect(soonestBatch(found?.batches, '2026-09-02')?.batch).toBe('B');
		expect(soonestBatch(holding(1_000).batches, '2028-01-01')).toBeNull();
		expect(soonestBatch([], '2026-09-01')).toBeNull();
		expect(soonestBatch(undefined, '2026-09-01')).toBeNull();
	});
});
