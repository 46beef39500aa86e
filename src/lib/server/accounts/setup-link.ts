/** One-time links to choose a password: for the first administrator, and for an account by a coordinator. */
import { randomUUID } from 'node:crypto';
import { ALL_REGIONS } from '#lib/server/access/permission.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { audit } from './audit.ts';
import { normaliseLogin } from './check-password.ts';
import { raiseGrantsRevision } from './grants.ts';
import { hashPassword } from './password-hash.ts';
import { passwordIssue, type PasswordIssue } from './password-rules.ts';
import { publishPerson } from './publish-person.ts';
import { hashSecret } from './secret.ts';
import { endSessions } from './session.ts';
import { storePassword } from './set-password.ts';

export const SETUP_LINK_HOURS = 48;

/** Whom an open link is for: `account` null for the first administrator. Null: unknown, used or run out. */
export async function findSetupLink(
	database: ServerDatabase,
	token: string,
	now: Date
): Promise<{ account: { id: string; login: string; zh: string } | null } | null> {
	const row = await database.reader
		.selectFrom('setup_link')
		.leftJoin('account', 'account.id', 'setup_link.account_id')
		.select(['setup_link.account_id', 'account.login', 'account.zh', 'account.closed_at'])
		.where('setup_link.token_hash', '=', hashSecret(token))
		.where('setup_link.used_at', 'is', null)
		.where('setup_link.expires_at', '>', now.toISOString())
		.executeTakeFirst();
	if (!row || row.closed_at) return null;
	if (row.account_id === null) return { account: null };
	return { account: { id: row.account_id, login: row.login ?? '', zh: row.zh ?? '' } };
}

export type UseSetupLink =
	| { readonly ok: true }
	| {
			readonly ok: false;
			readonly error: PasswordIssue | 'link' | 'login-form' | 'login-taken' | 'name-missing';
	  };

/** Uses a link up: sets the password of its account, or makes the first administrator. */
export async function acceptSetupLink(
	database: ServerDatabase,
	token: string,
	form: { readonly login: string; readonly name: string; readonly password: string },
	now: Date
): Promise<UseSetupLink> {
	const link = await findSetupLink(database, token, now);
	if (!link) return { ok: false, error: 'link' };
	const login = link.account?.login ?? normaliseLogin(form.login);
	const name = form.name.normalize('NFC').trim();
	if (!isLogin(login)) return { ok: false, error: 'login-form' };
	if (!link.account && (name === '' || name.length > 60)) return { ok: false, error: 'name-missing' };
	const issue = passwordIssue(form.password, login);
	if (issue) return { ok: false, error: issue };
	const hash = await hashPassword(form.password);
	return database.transaction(async (trx) => {
		const taken = await trx
			.updateTable('setup_link')
			.set({ used_at: now.toISOString() })
			.where('token_hash', '=', hashSecret(token))
			.where('used_at', 'is', null)
			.returning('token_hash')
			.executeTakeFirst();
		if (!taken) return { ok: false, error: 'link' };
		if (link.account) {
			await storePassword(trx, link.account.id, hash);
			await endSessions(trx, now, { account: link.account.id, kind: 'desk' });
			await audit(trx, now, link.account.id, 'password-changed', link.account.id);
			return { ok: true };
		}
		const same = await trx.selectFrom('account').select('id').where('login', '=', login).executeTakeFirst();
		if (same) {
			await trx
				.updateTable('setup_link')
				.set({ used_at: null })
				.where('token_hash', '=', hashSecret(token))
				.execute();
			return { ok: false, error: 'login-taken' };
		}
		const id = randomUUID();
		await trx
			.insertInto('account')
			.values({
				id,
				login,
				zh: name,
				en: name,
				team: null,
				status: 'active',
				password_hash: hash,
				failed_count: 0,
				locked_until: null,
				phone: null,
				created_at: now.toISOString(),
				closed_at: null
			})
			.execute();
		const rev = await raiseGrantsRevision(trx);
		await trx
			.insertInto('grant_right')
			.values({
				id: randomUUID(),
				account_id: id,
				role: 'CADM',
				region: ALL_REGIONS,
				team: null,
				valid_from: now.toISOString(),
				valid_to: null,
				rev,
				ended_rev: null
			})
			.execute();
		await audit(trx, now, id, 'first-administrator', id);
		await publishPerson(trx, id, now);
		return { ok: true };
	});
}

/** Letters, digits, `.`, `_`, `-`; Chinese names too; 2 to 40 characters. */
export function isLogin(login: string): boolean {
	return /^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u.test(login);
}
