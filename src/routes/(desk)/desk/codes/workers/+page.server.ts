import { error } from '@sveltejs/kit';
import { shownName } from '#lib/domain/rosters/show-name.ts';
import { audit } from '#lib/server/accounts/audit.ts';
import { signCards } from '#lib/server/codes/sign-cards.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { readRosterSheet } from '#lib/server/rosters/roster-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { context } = await deskOf(event);
	const now = new Date();
	const roster = await readRosterSheet(
		context,
		event.url.searchParams.get('roster') ?? '',
		now.toISOString()
	);
	if (!roster) error(404);
	if (!roster.handles) error(403);
	const whole = event.url.searchParams.get('names') === 'whole';
	const entries = roster.people.map((person) => ({
		id: person.cardId,
		title: whole ? person.name : shownName(person.name),
		lines: [roster.unit, person.department, person.cardId.replace(/(.{4})(?=.)/g, '$1 ')].filter(Boolean)
	}));
	const { database } = event.locals;
	const cards = await signCards(database, 'worker', entries, now);
	await database.transaction((trx) =>
		audit(trx, now, context.account, 'cards-printed', roster.id, { rows: cards.length })
	);
	return { cards, id: roster.id };
};
