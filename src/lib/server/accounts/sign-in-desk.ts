import { STOCK_ROLES, standingGrants } from '#lib/server/access/permission.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { checkPassword } from './check-password.ts';
import { grantsOf } from './grants.ts';
import { openSession } from './session.ts';

export type DeskSignIn =
	| { readonly ok: true; readonly token: string }
	| { readonly ok: false; readonly error: 'wrong' | 'closed' | 'no-desk' }
	| { readonly ok: false; readonly error: 'locked'; readonly retryAfterSeconds: number };

/** Signs in at the desk; only accounts with a standing desk role (REV, CADM, AUD; KEEP for its stores) may. */
export async function signInDesk(
	database: ServerDatabase,
	login: string,
	password: string,
	now: Date
): Promise<DeskSignIn> {
	const answer = await checkPassword(database, login, password, now);
	if (!answer.ok) return answer;
	const grants = standingGrants(await grantsOf(database.reader, answer.account), now);
	if (!grants.some((grant) => (STOCK_ROLES as readonly string[]).includes(grant.role)))
		return { ok: false, error: 'no-desk' };
	const { token } = await database.transaction((trx) => openSession(trx, now, 'desk', answer.account, null));
	return { ok: true, token };
}
