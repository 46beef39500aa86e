import { error, fail, redirect } from '@sveltejs/kit';
import { formText } from '#lib/server/accounts/form-text.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { supplyChoices } from '#lib/server/desk/stock/supply-choices.ts';
import { confirmTransfer, transferToConfirm } from '#lib/server/desk/stock/transfers.ts';
import { typedLines } from '#lib/server/desk/stock/typed-lines.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { context, mintId } = await deskOf(event);
	const about = event.url.searchParams.get('about') ?? '';
	const transfer = await transferToConfirm(context, about);
	// After a refusal the page is shown again, also where somebody else was quicker.
	if (!transfer && event.request.method === 'GET') error(404, 'no-such-record');
	return {
		...{ transfer, opId: mintId(), recordId: mintId(), today: context.today },
		supplies: supplyChoices(context).filter((one) => one.active)
	};
};

export const actions: Actions = {
	default: async (event) => {
		const { context, actor } = await deskOf(event);
		const form = await event.request.formData();
		const typed = {
			...{ date: formText(form, 'date', 10), lines: typedLines(form) },
			remark: formText(form, 'remark', 300).trim()
		};
		const answer = await confirmTransfer(actor, context, {
			...{ opId: formText(form, 'opId', 36), recordId: formText(form, 'recordId', 36) },
			...{ about: formText(form, 'about', 36), ...typed }
		});
		if (!answer.done) return fail(409, { answer, typed });
		redirect(303, `/desk/stock/place?${new URLSearchParams({ at: formText(form, 'at', 60) })}`);
	}
};
