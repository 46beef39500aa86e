import { fail, redirect } from '@sveltejs/kit';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { retryParked } from '#lib/server/desk/retry-parked.ts';
import { markDealtWith, stoppedOperations } from '#lib/server/desk/stopped-operations.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { context } = await deskOf(event);
	const handled = event.url.searchParams.get('handled') === '1';
	return { handled, operations: await stoppedOperations(context, { handled }) };
};

export const actions: Actions = {
	dealt: async (event) => {
		const { context, actor } = await deskOf(event);
		const opId = String((await event.request.formData()).get('opId') ?? '');
		if (!(await markDealtWith(actor, context.rights, opId))) return fail(403, { why: 'not-permitted' });
		redirect(303, '/desk/operations');
	},
	retry: async (event) => {
		const { context, actor } = await deskOf(event);
		const opId = String((await event.request.formData()).get('opId') ?? '');
		const verdict = await retryParked(actor, context.rights, opId);
		if (!verdict) return fail(403, { why: 'not-permitted' });
		if (verdict.outcome === 'parked') return fail(409, { why: verdict.refusal ?? 'internal' });
		redirect(303, '/desk/operations');
	}
};
