import { deskOf } from '#lib/server/desk/desk-of.ts';
import { covers } from '#lib/server/desk/desk-rights.ts';
import { pageNumber } from '#lib/server/desk/page-number.ts';
import { listBalances, listGuests, type Only } from '#lib/server/desk/stock/balances.ts';
import { belowZero, NONE_BELOW } from '#lib/server/desk/stock/below.ts';
import { placesOf, stockRegions } from '#lib/server/desk/stock/stock-places.ts';
import { openTransfers } from '#lib/server/desk/stock/transfers.ts';
import { supplyChoices } from '#lib/server/desk/stock/supply-choices.ts';
import type { PageServerLoad } from './$types';

const KINDS = ['store', 'team', 'person'] as const;
const ONLY: readonly Only[] = ['below', 'expiring'];

export const load: PageServerLoad = async (event) => {
	const { context } = await deskOf(event);
	const asked = event.url.searchParams;
	const regions = stockRegions(context);
	const region = regions.find((one) => one.code === asked.get('region'))?.code ?? regions[0]?.code ?? '';
	const supplies = supplyChoices(context);
	const filter = {
		region,
		kind: KINDS.find((one) => one === asked.get('kind')) ?? null,
		supply: supplies.find((one) => one.code === asked.get('supply'))?.code ?? null,
		only: ONLY.find((one) => one === asked.get('only')) ?? null
	};
	const page = pageNumber(asked);
	const { rows, more } = await listBalances(context, filter, page);
	const hasGuests = filter.kind !== 'store' && filter.only === null && page === 1;
	const stores = placesOf(context, region, 'store');
	return {
		...{ filter, regions, supplies, rows, more, at: page },
		guests: hasGuests ? await listGuests(context, filter) : [],
		stores,
		below: page === 1 && filter.only === null ? await belowZero(context, region) : NONE_BELOW,
		transfers: page === 1 ? await openTransfers(context, stores) : [],
		isWhole: covers(context.rights.reads, region),
		records: covers(context.rights.keeps, region)
	};
};
