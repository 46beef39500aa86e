import { error } from '@sveltejs/kit';
import { listPeople, namedCodes } from '#lib/server/accounts/people-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	if (!locals.desk) error(401);
	const query = (url.searchParams.get('q') ?? '').slice(0, 60);
	const people = await listPeople(locals.database, locals.desk, query, new Date());
	return { query, ...people, regions: await namedCodes(locals.database, 'region') };
};
