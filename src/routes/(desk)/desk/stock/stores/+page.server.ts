import { fail, redirect } from '@sveltejs/kit';
import { formText } from '#lib/server/accounts/form-text.ts';
import { covers } from '#lib/server/desk/desk-rights.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { closeStore, openStore, renameStore, type StoreAnswer } from '#lib/server/desk/stock/stores.ts';
import { stockRegions } from '#lib/server/desk/stock/stock-places.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { context } = await deskOf(event);
	const regions = stockRegions(context);
	const titles = new Map(regions.map(({ code, title }) => [code, title]));
	return {
		regions,
		administers: context.rights.administers,
		stores: context.reference
			.all('store')
			.filter((store) => covers(context.rights.reads, store.region))
			.map(({ code, zh, en, region, closed }) => ({
				...{ code, zh, en, closed: closed === true },
				regionName: titles.get(region) ?? region
			}))
	};
};

/** Only the city's administrators: the outer door lets nobody else post. */
async function administrate(
	event: RequestEvent,
	work: (actor: Parameters<typeof openStore>[0], form: FormData) => Promise<StoreAnswer>
) {
	const { context } = await deskOf(event);
	const form = await event.request.formData();
	const actor = { database: event.locals.database, account: context.account, now: new Date() };
	const answer: StoreAnswer | { done: false; why: 'not-permitted' } = context.rights.administers
		? await work(actor, form)
		: { done: false, why: 'not-permitted' };
	if (!answer.done)
		return fail(409, { problem: answer.why, code: formText(form, 'code', 60), ...namesIn(form) });
	redirect(303, '/desk/stock/stores');
}

const namesIn = (form: FormData) => ({
	zh: formText(form, 'zh', 60).trim(),
	en: formText(form, 'en', 100).trim()
});

export const actions: Actions = {
	open: (event) =>
		administrate(event, (actor, form) => openStore(actor, formText(form, 'region', 10), namesIn(form))),
	rename: (event) =>
		administrate(event, (actor, form) => renameStore(actor, formText(form, 'code', 60), namesIn(form))),
	close: (event) => administrate(event, (actor, form) => closeStore(actor, formText(form, 'code', 60), true)),
	reopen: (event) =>
		administrate(event, (actor, form) => closeStore(actor, formText(form, 'code', 60), false))
};
