import { error, fail, redirect } from '@sveltejs/kit';
import { isUuid } from '#lib/domain/ids.ts';
import { decide, settle } from '#lib/server/desk/decide.ts';
import { readDecisionForm } from '#lib/server/desk/decision-form.ts';
import { deliveries } from '#lib/server/desk/deliveries.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { filterChoices } from '#lib/server/desk/filter-choices.ts';
import { recordSheet } from '#lib/server/desk/record-sheet.ts';
import { readSettleForm } from '#lib/server/desk/settle-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { context, mintId } = await deskOf(event);
	const sheet = isUuid(event.params.id) ? await recordSheet(context, event.params.id) : undefined;
	if (!sheet) error(404, 'no-such-record');
	return {
		sheet,
		opId: mintId(),
		today: context.today,
		reasons: filterChoices(context).reasons,
		deliveries: await deliveries(context, sheet.id)
	};
};

export const actions: Actions = {
	decide: async (event) => {
		const { context, actor } = await deskOf(event);
		const { typed, choice } = readDecisionForm(await event.request.formData());
		const answer = choice
			? await decide(actor, context.rights, choice)
			: ({ done: false, why: 'malformed' } as const);
		if (!answer.done) return fail(409, { typed, answer });
		redirect(303, `/desk/records/${event.params.id}`);
	},
	settle: async (event) => {
		const { context, actor } = await deskOf(event);
		const given = readSettleForm(await event.request.formData());
		const answer = given
			? await settle(actor, context.rights, given)
			: ({ done: false, why: 'malformed' } as const);
		if (!answer.done) return fail(409, { answer });
		redirect(303, `/desk/records/${event.params.id}`);
	}
};
