import { fail, redirect } from '@sveltejs/kit';
import { decide, dismissFlag } from '#lib/server/desk/decide.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { DUPLICATE_RULE, duplicatePairs } from '#lib/server/desk/duplicates.ts';
import { pageNumber } from '#lib/server/desk/page-number.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { context, mintId } = await deskOf(event);
	const at = pageNumber(event.url.searchParams);
	const { pairs, more } = await duplicatePairs(context, at);
	return {
		at,
		more,
		pairs: pairs.map((pair) => ({
			key: pair.key,
			sheets: pair.sheets.map((sheet) => ({
				sheet,
				voidId: mintId(),
				flags: sheet.flags
					.filter((flag) => flag.code === DUPLICATE_RULE)
					.map((flag) => ({ field: flag.field, opId: mintId() }))
			}))
		}))
	};
};

const word = (form: FormData, name: string) => String(form.get(name) ?? '').slice(0, 200);

export const actions: Actions = {
	void: async (event) => {
		const { context, actor } = await deskOf(event);
		const form = await event.request.formData();
		const answer = await decide(actor, context.rights, {
			opId: word(form, 'opId'),
			recordId: word(form, 'recordId'),
			rev: Number(word(form, 'rev')),
			decision: 'void',
			body: { reason: 'RR05', note: '', duplicateOf: word(form, 'stays') }
		});
		if (!answer.done) return fail(409, { answer });
		redirect(303, '/desk/duplicates');
	},
	different: async (event) => {
		const { context, actor } = await deskOf(event);
		const form = await event.request.formData();
		for (const raw of form.getAll('flag')) {
			const [recordId = '', rev = '', opId = '', field = ''] = String(raw).split('~');
			const answer = await dismissFlag(actor, context.rights, {
				opId,
				recordId,
				rev: Number(rev),
				body: { code: DUPLICATE_RULE, field, note: '' }
			});
			if (!answer.done) return fail(409, { answer });
		}
		redirect(303, '/desk/duplicates');
	}
};
