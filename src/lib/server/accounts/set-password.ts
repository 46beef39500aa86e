import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { audit } from './audit.ts';
import { checkPassword } from './check-password.ts';
import { hashPassword } from './password-hash.ts';
import { passwordIssue, type PasswordIssue } from './password-rules.ts';
import { endSessions } from './session.ts';

/** Writes a hash that was computed before the transaction. */
export async function storePassword(trx: Trx, account: string, hash: string): Promise<void> {
	await trx
		.updateTable('account')
		.set({ password_hash: hash, failed_count: 0, locked_until: null })
		.where('id', '=', account)
		.execute();
}

export type ChangePassword =
	| { readonly ok: true }
	| { readonly ok: false; readonly error: PasswordIssue | 'wrong' | 'closed' }
	| { readonly ok: false; readonly error: 'locked'; readonly retryAfterSeconds: number };

/** Changes the own password; all desk sessions but the present one end, phones stay signed in. */
export async function changePassword(
	database: ServerDatabase,
	account: { readonly id: string; readonly login: string },
	current: string,
	next: string,
	keepToken: string | undefined,
	now: Date
): Promise<ChangePassword> {
	const issue = passwordIssue(next, account.login);
	if (issue) return { ok: false, error: issue };
	const answer = await checkPassword(database, account.login, current, now);
	if (!answer.ok) return answer;
	const hash = await hashPassword(next);
	await database.transaction(async (trx) => {
		await storePassword(trx, account.id, hash);
		await endSessions(trx, now, {
			account: account.id,
			kind: 'desk',
			...(keepToken ? { except: keepToken } : {})
		});
		await audit(trx, now, account.id, 'password-changed', account.id);
	});
	return { ok: true };
}
