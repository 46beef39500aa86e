import type { ServerDatabase } from '#lib/server/database/open.ts';
import { RateLimit } from '#lib/server/http/rate-limit.ts';
import { verifyPassword } from './password-hash.ts';
import { hashSecret } from './secret.ts';

export const FREE_ATTEMPTS = 5;
const FIRST_LOCK_MINUTES = 15;
const LONGEST_LOCK_MINUTES = 24 * 60;

/** Minutes of lock after this many wrong passwords in a row: none, none, none, none, 15, 30, 60, ... one day. */
export function lockMinutes(wrong: number): number {
	if (wrong < FREE_ATTEMPTS) return 0;
	return Math.min(LONGEST_LOCK_MINUTES, FIRST_LOCK_MINUTES * 2 ** (wrong - FREE_ATTEMPTS));
}

export type PasswordAnswer =
	| { readonly ok: true; readonly account: string }
	| { readonly ok: false; readonly error: 'wrong' | 'closed' }
	| { readonly ok: false; readonly error: 'locked'; readonly retryAfterSeconds: number };

/** Logins are compared without case and with full-width letters put right. */
export function normaliseLogin(login: string): string {
	return login.normalize('NFKC').trim().toLowerCase();
}

/** Logins that do not exist are locked by the same count, so that a lock tells nothing. */
const unknownLogins = new RateLimit(FREE_ATTEMPTS - 1, FIRST_LOCK_MINUTES * 60 * (FREE_ATTEMPTS - 1), 10_000);

/**
 * Checks a password. The attempt is counted before the slow hash is computed, so that many at once gain nothing; a right
 * password sets the count back. An unknown login takes as long and answers the same as a wrong password.
 */
export async function checkPassword(
	database: ServerDatabase,
	typedLogin: string,
	password: string,
	now: Date
): Promise<PasswordAnswer> {
	const login = normaliseLogin(typedLogin);
	const found = await database.transaction(async (trx) => {
		const row = await trx
			.selectFrom('account')
			.select(['id', 'password_hash', 'failed_count', 'locked_until', 'closed_at'])
			.where('login', '=', login)
			.executeTakeFirst();
		if (!row || (row.locked_until !== null && row.locked_until > now.toISOString())) return row;
		const wrong = row.failed_count + 1;
		const lock = lockMinutes(wrong);
		await trx
			.updateTable('account')
			.set({
				failed_count: wrong,
				locked_until: lock ? new Date(now.getTime() + lock * 60_000).toISOString() : null
			})
			.where('id', '=', row.id)
			.execute();
		return { ...row, locked_until: null };
	});
	if (!found) {
		const wait = unknownLogins.take(hashSecret(login), now.getTime());
		await verifyPassword(password, null);
		return wait > 0
			? { ok: false, error: 'locked', retryAfterSeconds: Math.min(wait, FIRST_LOCK_MINUTES * 60) }
			: { ok: false, error: 'wrong' };
	}
	if (found.locked_until !== null) {
		await verifyPassword(password, null);
		const wait = Math.ceil((Date.parse(found.locked_until) - now.getTime()) / 1000);
		return { ok: false, error: 'locked', retryAfterSeconds: wait };
	}
	if (!(await verifyPassword(password, found.password_hash))) {
		const minutes = lockMinutes(found.failed_count + 1);
		return minutes
			? { ok: false, error: 'locked', retryAfterSeconds: minutes * 60 }
			: { ok: false, error: 'wrong' };
	}
	await database.transaction((trx) =>
		trx
			.updateTable('account')
			.set({ failed_count: 0, locked_until: null })
			.where('id', '=', found.id)
			.execute()
	);
	// Only somebody who knows the password learns that the account is closed.
	return found.closed_at === null ? { ok: true, account: found.id } : { ok: false, error: 'closed' };
}
