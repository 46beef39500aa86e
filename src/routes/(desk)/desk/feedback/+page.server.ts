import { error } from '@sveltejs/kit';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { listFeedback } from '#lib/server/desk/feedback-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { context } = await deskOf(event);
	if (!context.rights.administers) error(403, 'not-permitted');
	return { entries: await listFeedback(context) };
};
