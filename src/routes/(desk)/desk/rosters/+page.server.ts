import { deskOf } from '#lib/server/desk/desk-of.ts';
import { listRosters } from '#lib/server/rosters/roster-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { context } = await deskOf(event);
	const { reviews } = context.rights;
	return {
		rosters: await listRosters(context, new Date().toISOString()),
		imports: reviews === 'all' || reviews.length > 0
	};
};
