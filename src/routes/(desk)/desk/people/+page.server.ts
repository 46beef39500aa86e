import { error } from '@sveltejs/kit';
import { listPeople, namedCodes } from '#lib/server/accounts/people-list.ts';
import { pageNumber } from '#lib/server/desk/page-number.ts';
import type { PageServerLoad } from './$types';

/** As many as a person reads over; whoever looks for somebody searches. */
const PAGE = 40;

export const load: PageServerLoad = async ({ locals, url }) => {
	if (!locals.desk) error(401);
	const query = (url.searchParams.get('q') ?? '').slice(0, 60);
	const page = { number: pageNumber(url.searchParams), size: PAGE };
	const people = await listPeople(locals.database, locals.desk, query, new Date(), page);
	const more = page.number * PAGE < people.total;
	return { query, ...people, at: page.number, more, regions: await namedCodes(locals.database, 'region') };
};
