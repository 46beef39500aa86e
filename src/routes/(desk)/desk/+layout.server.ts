import { redirect } from '@sveltejs/kit';
import { countRecords } from '#lib/server/desk/count-records.ts';
import { readsAudit } from '#lib/server/accounts/audit-list.ts';
import { countStopped } from '#lib/server/desk/stopped-operations.ts';
import { readsRecords } from '#lib/server/desk/desk-rights.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	// The sign-in page stands under the same address and has no desk yet.
	if (!event.locals.desk) {
		if (event.url.pathname === '/desk/sign-in') return { person: null };
		redirect(303, '/desk/sign-in');
	}
	const { context } = await deskOf(event);
	const reads = readsRecords(context.rights);
	const [waiting, stopped] = reads
		? await Promise.all([countRecords(context, { state: 'pending' }), countStopped(context)])
		: [{ all: 0 }, 0];
	const { account } = event.locals.desk;
	return {
		person: {
			name: context.locale === 'en' ? account.en || account.zh : account.zh,
			reads,
			reviews: context.rights.reviews === 'all' || context.rights.reviews.length > 0,
			administers: context.rights.administers,
			audits: readsAudit(event.locals.desk)
		},
		counts: { review: waiting.all, stopped }
	};
};
