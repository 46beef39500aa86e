/** What is where: the running sums of the ledger, the soonest expiry first. */
import { addDays } from '#lib/domain/calendar.ts';
import type { PlaceKind } from '#lib/domain/stock/place.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { covers } from '#lib/server/desk/desk-rights.ts';
import { amountOf, supplyName, type Amount } from './amount.ts';
import { placesOf, readStores, stockPlace, type StockPlace } from './stock-places.ts';

/** Days before its expiry from which a batch is said to expire soon. */
const SOON_DAYS = 60;

export type Only = 'below' | 'expiring';

export interface BalanceFilter {
	readonly region: string;
	readonly kind?: PlaceKind | null;
	readonly supply?: string | null;
	readonly only?: Only | null;
}

export interface BalanceRow {
	readonly at: StockPlace;
	readonly supply: string;
	readonly supplyName: string;
	readonly batch: string;
	readonly expiry: string;
	readonly amount: Amount;
	readonly expires: 'expired' | 'soon' | null;
}

/** One page of the balances of an area's own places that are not at nothing, and whether there are more. */
export async function listBalances(
	context: DeskContext,
	filter: BalanceFilter,
	page = 1,
	size = 60
): Promise<{ readonly rows: readonly BalanceRow[]; readonly more: boolean }> {
	const places = placesOf(context, filter.region, filter.kind ?? null);
	const found = await balancesAt(context, places, { ...filter, offset: (page - 1) * size, limit: size + 1 });
	return { rows: found.slice(0, size), more: found.length > size };
}

/** Balances of these places that are not at nothing. */
export async function balancesAt(
	context: DeskContext,
	places: readonly StockPlace[],
	wish: Pick<BalanceFilter, 'supply' | 'only'> & { readonly offset?: number; readonly limit?: number } = {}
): Promise<BalanceRow[]> {
	const byPlace = new Map(places.map((one) => [one.place, one]));
	if (byPlace.size === 0) return [];
	const { sql, today } = context;
	const soon = addDays(today, SOON_DAYS);
	const rows = await sql
		.selectFrom('stock_balance')
		.selectAll()
		.where('place', 'in', listed(sql, [...byPlace.keys()]))
		.where('qty', '<>', 0)
		.$if(Boolean(wish.supply), (query) => query.where('supply', '=', wish.supply ?? ''))
		.$if(wish.only === 'below', (query) => query.where('qty', '<', 0))
		.$if(wish.only === 'expiring', (query) => query.where('expiry', '<>', '').where('expiry', '<', soon))
		// What has no expiry comes last.
		.orderBy((eb) => eb.case().when('expiry', '=', '').then('9999').else(eb.ref('expiry')).end())
		.orderBy('supply')
		.orderBy('place')
		.orderBy('batch')
		.limit(wish.limit ?? 1_000)
		.offset(wish.offset ?? 0)
		.execute();
	return rows.flatMap(({ place, supply, batch, expiry, qty }) => {
		const at = byPlace.get(place);
		const expires = expiry === '' ? null : expiry < today ? 'expired' : expiry < soon ? 'soon' : null;
		return at
			? [
					{
						...{ at, supply, batch, expiry, expires },
						supplyName: supplyName(context, supply),
						amount: amountOf(context, supply, Number(qty))
					}
				]
			: [];
	});
}

/** What stores that the person reads, of an area or of all, have less than nothing of, the soonest expiry first. */
export async function storesBelow(
	context: DeskContext,
	region: string | null = null,
	limit = 10
): Promise<{ readonly rows: readonly BalanceRow[]; readonly more: boolean }> {
	const stores = readStores(context).filter((store) => region === null || store.region === region);
	const rows = await balancesAt(context, stores, { only: 'below', limit: limit + 1 });
	return { rows: rows.slice(0, limit), more: rows.length > limit };
}

export interface GuestRow {
	readonly at: StockPlace;
	readonly supply: string;
	readonly supplyName: string;
	readonly amount: Amount;
}

/**
 * What teams and persons from elsewhere have in hand of what they drew in this area less what they gave out in it. Their other
 * stock is no business of the area's, and its batches cannot be told apart.
 */
export async function listGuests(
	context: DeskContext,
	{ region, supply }: Pick<BalanceFilter, 'region' | 'supply'>
): Promise<GuestRow[]> {
	if (!covers(context.rights.reads, region)) return [];
	const own = new Set(placesOf(context, region).map((one) => one.place));
	const there = await context.sql
		.selectFrom('stock_place')
		.select('place')
		.where('region', '=', region)
		.orderBy('place')
		.execute();
	const guests = there.map((one) => one.place).filter((place) => !own.has(place));
	if (guests.length === 0) return [];
	const rows = await context.sql
		.selectFrom('stock_day')
		.select(['place', 'supply'])
		.select((eb) => eb.fn.sum<number>('qty').as('qty'))
		.where('region', '=', region)
		.where('place', 'in', listed(context.sql, guests))
		.$if(Boolean(supply), (query) => query.where('supply', '=', supply ?? ''))
		.groupBy(['place', 'supply'])
		.execute();
	return rows.flatMap((row) => {
		const at = stockPlace(context, row.place);
		return at && Number(row.qty) !== 0
			? [
					{
						...{ at, supply: row.supply, supplyName: supplyName(context, row.supply) },
						amount: amountOf(context, row.supply, Number(row.qty))
					}
				]
			: [];
	});
}
