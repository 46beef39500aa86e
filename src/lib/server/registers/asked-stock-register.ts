import { isIsoDate } from '#lib/domain/calendar.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { CITY, covers } from '#lib/server/desk/desk-rights.ts';
import { placesOf, stockRegions } from '#lib/server/desk/stock/stock-places.ts';
import { stockRegister } from './stock-register.ts';

interface Asked {
	readonly region: string | null;
	readonly store: string | null;
	readonly month: string | null;
}

/**
 * The ledger register a person asked for, with what may be chosen instead. Without an area the first one the person reads,
 * without a month the last in which something moved there. Null register: there is nothing this person may read.
 */
export async function askedStockRegister(
	context: DeskContext,
	asked: Asked,
	signed: { readonly who: string; readonly when: string; readonly why: string }
) {
	const regions = stockRegions(context);
	const region = asked.region ? regions.find((one) => one.code === asked.region)?.code : regions[0]?.code;
	const stores = region ? placesOf(context, region, 'store') : [];
	// Who keeps a store reads that store, and not what the area has besides.
	const isWhole = region !== undefined && covers(context.rights.reads, region);
	const chosen = stores.find((one) => one.place === asked.store) ?? (isWhole ? undefined : stores[0]);
	const store = chosen?.place ?? null;
	const month =
		asked.month && isIsoDate(`${asked.month}-01`)
			? asked.month
			: ((region && (await lastMonth(context, region))) ?? context.today.slice(0, 7));
	return {
		register:
			region && (isWhole || store) ? stockRegister(context, { region, store, month, ...signed }) : null,
		...{ region: region ?? null, store, month, regions, stores, isWhole }
	};
}

async function lastMonth({ sql }: DeskContext, region: string): Promise<string | undefined> {
	const row = await sql
		.selectFrom('stock_entry')
		.select('day')
		.$if(region !== CITY, (query) => query.where('region', '=', region))
		.orderBy('day', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row?.day.slice(0, 7);
}
