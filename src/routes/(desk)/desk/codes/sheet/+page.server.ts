import { boxEntry, codeEntries } from '#lib/server/codes/code-entries.ts';
import { sessionPosters } from '#lib/server/codes/session-posters.ts';
import { signCards } from '#lib/server/codes/sign-cards.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import type { PageServerLoad } from './$types';

/** Cards a call at most: twenty sheets. */
const MOST = 200;

export const load: PageServerLoad = async (event) => {
	const { context } = await deskOf(event);
	const asked = event.url.searchParams;
	const ids = asked.getAll('id').slice(0, MOST);
	const type =
		(['unit', 'station', 'session', 'box'] as const).find((one) => one === asked.get('type')) ?? 'unit';
	const at = new Date();
	if (type === 'box') {
		const entry = boxEntry(context, ids[0] ?? '');
		const [card] = entry ? await signCards(event.locals.database, type, [entry], at) : [];
		const count = Math.min(100, Math.max(1, Number(asked.get('count')) || 1));
		return { type, cards: card ? new Array<typeof card>(count).fill(card) : [] };
	}
	const filter = { text: '', region: null, ids, limit: MOST };
	const entries = await codeEntries(context, type, filter);
	const cards = await signCards(event.locals.database, type, entries, at);
	if (type !== 'session') return { type, cards };
	const { origin } = event.locals.config;
	return { type, cards: [], posters: await sessionPosters(context.sql, cards, context.today, origin) };
};
