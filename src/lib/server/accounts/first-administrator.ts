import type { ServerDatabase } from '#lib/server/database/open.ts';
import { hashSecret, newToken } from './secret.ts';

const VALID_MILLIS = 24 * 60 * 60 * 1000;

/**
 * Path of the one-time link (`/setup/<token>`) by which the first city administrator sets a password, or null when there is
 * an administrator who can sign in. A link is printed only once and cannot be shown again, so a lost one must not lock the
 * house: every start gives a new one, and the one before is void. Only the token's hash is stored.
 */
export async function firstAdministratorLink(
	database: ServerDatabase,
	clock: { now: () => number }
): Promise<string | null> {
	const now = new Date(clock.now()).toISOString();
	return database.transaction(async (trx) => {
		const administrator = await trx
			.selectFrom('grant_right')
			.innerJoin('account', 'account.id', 'grant_right.account_id')
			.select('account.id')
			.where('grant_right.role', '=', 'CADM')
			.where('account.closed_at', 'is', null)
			.where('account.password_hash', 'is not', null)
			.where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', now)]))
			.executeTakeFirst();
		if (administrator) return null;
		await trx.deleteFrom('setup_link').where('account_id', 'is', null).where('used_at', 'is', null).execute();
		const token = newToken();
		await trx
			.insertInto('setup_link')
			.values({
				token_hash: hashSecret(token),
				account_id: null,
				issued_by: null,
				created_at: now,
				expires_at: new Date(clock.now() + VALID_MILLIS).toISOString(),
				used_at: null
			})
			.execute();
		return `/setup/${token}`;
	});
}
