import { stockScope } from '#lib/domain/stock/place.ts';
import { OPEN_TRANSFER, STOCK } from '#lib/protocol/stock-view.ts';
import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { StockEntryTable, StockGroupTable, Trx } from '#lib/server/database/schema.ts';
import type { FeedChange } from '#lib/server/sync/feed.ts';

/** Id under which feeds know what a place has of a supply. */
export const holdingId = (place: string, supply: string): string => `${place}|${supply}`;

const findHoldings = compiledOnce((db, places: readonly string[], supplies: readonly string[]) =>
	db
		.selectFrom('stock_holding')
		.select(['place', 'supply', 'rev'])
		.where('place', 'in', listed(db, places))
		.where('supply', 'in', listed(db, supplies))
		// Else the numbers in a feed would be those of the order in which a database happens to have its rows.
		.orderBy('place')
		.orderBy('supply')
);

/** What the scopes of the places are to be told: what they have of each touched supply, and transfers that wait. */
export async function tellStock(
	trx: Trx,
	written: readonly Pick<StockEntryTable, 'place' | 'supply'>[],
	groups: readonly StockGroupTable[]
): Promise<FeedChange[]> {
	const changes: FeedChange[] = [];
	const touched = new Set(written.map(({ place, supply }) => holdingId(place, supply)));
	const places = [...new Set(written.map(({ place }) => place))];
	const holdings =
		places.length === 0
			? []
			: await findHoldings(trx, places, [...new Set(written.map(({ supply }) => supply))]);
	for (const { place, supply, rev } of holdings) {
		const id = holdingId(place, supply);
		if (!touched.has(id)) continue;
		changes.push({ scope: stockScope(place), kind: STOCK, id, rev: Number(rev), gone: false });
	}
	for (const { id, place_from, place_to, open, rev } of groups) {
		for (const place of new Set([place_from, place_to])) {
			if (place === null) continue;
			changes.push({ scope: stockScope(place), kind: OPEN_TRANSFER, id, rev, gone: open === 0 });
		}
	}
	return changes;
}
