import { deskOf } from '#lib/server/desk/desk-of.ts';
import { filterChoices } from '#lib/server/desk/filter-choices.ts';
import { filterFromSearch } from '#lib/server/desk/record-filter.ts';
import { listRecords } from '#lib/server/desk/record-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { context } = await deskOf(event);
	const filter = filterFromSearch(event.url.searchParams);
	return {
		filter,
		page: await listRecords(context, filter, {
			order: 'newest',
			after: event.url.searchParams.get('after'),
			limit: 50
		}),
		choices: filterChoices(context)
	};
};
