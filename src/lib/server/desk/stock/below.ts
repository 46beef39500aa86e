/**
 * Who has less than nothing: stores by batch, teams and persons by supply, because what they give out is seldom noted by its
 * batch. Those to whom goods were never brought are counted apart, and only where a stock is kept at all.
 */
import { listed } from '#lib/server/database/listed.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { amountOf, supplyName } from './amount.ts';
import { storesBelow, type BalanceRow } from './balances.ts';
import { heldPlaces, type StockPlace } from './stock-places.ts';

export type BelowRow = Omit<BalanceRow, 'expires'>;

export interface Below {
	readonly rows: readonly BelowRow[];
	readonly more: boolean;
	/** Teams and persons who gave out what was never brought to them. */
	readonly unsupplied: number;
}

export const NONE_BELOW: Below = { rows: [], more: false, unsupplied: 0 };

/** @param region of an area; null: of all that the person reads */
export async function belowZero(
	context: DeskContext,
	region: string | null = null,
	limit = 10
): Promise<Below> {
	const stores = await storesBelow(context, region, limit);
	const places = heldPlaces(context, region);
	const held = await heldBelow(context, places, limit + 1);
	const rows = [...stores.rows, ...held.rows];
	return {
		rows: rows.slice(0, limit),
		more: stores.more || rows.length > limit,
		unsupplied: held.unsupplied
	};
}

async function heldBelow(
	context: DeskContext,
	places: readonly StockPlace[],
	limit: number
): Promise<{ readonly rows: readonly BelowRow[]; readonly unsupplied: number }> {
	if (places.length === 0) return { rows: [], unsupplied: 0 };
	const { sql } = context;
	const byPlace = new Map(places.map((one) => [one.place, one]));
	const holdings = sql.selectFrom('stock_holding').where('place', 'in', listed(sql, [...byPlace.keys()]));
	const found = await holdings
		.select(['place', 'supply', 'qty'])
		.where('qty', '<', 0)
		.where('stocked', '=', 1)
		.orderBy('place')
		.orderBy('supply')
		.limit(limit)
		.execute();
	const rows = found.flatMap(({ place, supply, qty }): BelowRow[] => {
		const at = byPlace.get(place);
		const names = { supply, supplyName: supplyName(context, supply), batch: '', expiry: '' };
		return at ? [{ at, ...names, amount: amountOf(context, supply, Number(qty)) }] : [];
	});
	const kept = await holdings.select('place').where('stocked', '=', 1).limit(1).execute();
	if (kept.length === 0) return { rows, unsupplied: 0 };
	const { n } = await holdings
		.select((eb) => eb.fn.count<number>('place').distinct().as('n'))
		.where('qty', '<', 0)
		.where('stocked', '=', 0)
		.executeTakeFirstOrThrow();
	return { rows, unsupplied: Number(n) };
}
