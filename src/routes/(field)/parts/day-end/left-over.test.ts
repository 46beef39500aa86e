import { expect, it } from 'vitest';
import type { Reference } from '#lib/domain/reference.ts';
import type { Holding, StockInHand } from '#lib/domain/stock/in-hand.ts';
import { m } from '#lib/i18n.ts';
import { leftOver } from './left-over.ts';

const NO_NAMES: Reference = { get: () => undefined, all: () => [], maximum: () => null };
const holding = (place: string, supply: string, milli: number, stocked = true): Holding => ({
	...{ place, supply, milli, stocked },
	batches: []
});
const stock = (holdings: Holding[], open: object[] = []) =>
	({ places: ['team:T1'], holdings, open }) as unknown as StockInHand;
const said = (stock: StockInHand) =>
	leftOver(stock, { trip: 't', holder: 'team:T1' }, NO_NAMES).map(({ text }) => text);
const one = (name: string, amount: string) => m.day_end_goods_one({ name, amount });

it('names what the team of the trip has left, and what it is short of', () => {
	expect(
		said(
			stock([
				holding('team:T1', 'W', 5_000),
				holding('team:T1', 'C', -2_000),
				holding('store:S', 'W', 90_000),
				holding('team:T1', 'M', -3_000, false)
			])
		)
	).toEqual([m.day_end_in_hand({ goods: one('W', '5') }), m.day_end_short({ goods: one('C', '2') })]);
	expect(said(stock([]))).toEqual([]);
	// The trip is over by then: what is returned from here is still of it.
	const [left] = leftOver(
		stock([holding('team:T1', 'W', 5_000)]),
		{ trip: 't', holder: 'team:T1' },
		NO_NAMES
	);
	expect(left?.href).toBe('/new/movement?act=return&trip=t');
});

it('says which transfers wait, in either direction', () => {
	const open = [
		{ from: 'team:T1', to: 'team:T2' },
		{ from: 'team:T3', to: 'team:T1' },
		{ from: 'x', to: 'y' }
	];
	expect(said(stock([], open))).toEqual([
		m.day_end_transfers_sent({ n: 1 }),
		m.day_end_transfers_coming({ n: 1 })
	]);
});
