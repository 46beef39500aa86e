import { error, fail, redirect } from '@sveltejs/kit';
import { formText } from '#lib/server/accounts/form-text.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { filterChoices } from '#lib/server/desk/filter-choices.ts';
import { removeRoster } from '#lib/server/rosters/keep-roster.ts';
import { lendRoster, takeBackLease } from '#lib/server/rosters/lend-roster.ts';
import { readRosterSheet } from '#lib/server/rosters/roster-list.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

async function sheetOf(event: Pick<RequestEvent, 'params' | 'locals' | 'cookies'>) {
	const { context } = await deskOf(event);
	const roster = await readRosterSheet(context, event.params.id, new Date().toISOString());
	if (!roster) error(404);
	return { context, roster };
}

export const load: PageServerLoad = async (event) => {
	const { context, roster } = await sheetOf(event);
	const { teams, seasons } = filterChoices(context);
	return { roster, teams, seasons, today: context.today };
};

/** Acting needs the area; reading alone does not. */
async function handling(event: RequestEvent) {
	const { context, roster } = await sheetOf(event);
	if (!roster.handles) error(403);
	const { database } = event.locals;
	return { context, roster, database, form: await event.request.formData() };
}

export const actions: Actions = {
	lend: async (event) => {
		const { context, roster, database, form } = await handling(event);
		const team = formText(form, 'team', 20);
		const campaign = formText(form, 'campaign', 40);
		if (!context.reference.get('team', team)) return fail(400, { problem: 'no-team' });
		const wanted = {
			roster: roster.id,
			team,
			campaign: context.reference.get('campaign', campaign)?.code ?? null,
			from: formText(form, 'from', 10),
			days: Number(formText(form, 'days', 2))
		};
		const lent = await lendRoster(database, wanted, context.account, new Date());
		return lent ? { done: 'lent' } : fail(400, { problem: 'days' });
	},
	'take-back': async (event) => {
		const { context, roster, database, form } = await handling(event);
		const lease = formText(form, 'lease', 40);
		if (roster.leases.some((one) => one.id === lease))
			await takeBackLease(database, lease, context.account, new Date());
		return { done: 'taken-back' };
	},
	remove: async (event) => {
		const { context, roster, database } = await handling(event);
		await removeRoster(database, roster.id, context.account, new Date());
		redirect(303, '/desk/rosters');
	}
};
