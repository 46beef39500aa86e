import { qrPath } from '#lib/server/accounts/qr-path.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { writeSessionToken } from '#lib/server/self/session-token.ts';
import type { Card } from './sign-cards.ts';

/** A session's card with the address by which its audience signs in, for the wall of the hall or the projector. */
export interface Poster extends Card {
	readonly self: { readonly url: string; readonly qr: Card['qr'] };
}

/** @param day of the sessions: the address opens on it alone */
export async function sessionPosters(
	sql: Sql,
	cards: readonly Card[],
	day: string,
	origin: string
): Promise<readonly Poster[]> {
	const posters: Poster[] = [];
	for (const card of cards) {
		const url = `${origin}/s/${await writeSessionToken(sql, { session: card.id, day })}`;
		posters.push({ ...card, self: { url, qr: qrPath(url) } });
	}
	return posters;
}
