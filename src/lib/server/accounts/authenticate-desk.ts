import { standingGrants } from '#lib/server/access/permission.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { DeskIdentity } from './contract.ts';
import { grantsOf } from './grants.ts';
import { hashSecret } from './secret.ts';

/** The desk account behind a session token, or null. */
export async function authenticateDesk(
	database: ServerDatabase,
	token: string | undefined,
	now: Date = new Date()
): Promise<DeskIdentity | null> {
	if (!token) return null;
	const row = await database.reader
		.selectFrom('account_session as session')
		.innerJoin('account', 'account.id', 'session.account_id')
		.select(['account.id', 'account.login', 'account.zh', 'account.en', 'account.team', 'account.closed_at'])
		.where('session.token_hash', '=', hashSecret(token))
		.where('session.kind', '=', 'desk')
		.where('session.revoked_at', 'is', null)
		.where('session.expires_at', '>', now.toISOString())
		.where('account.closed_at', 'is', null)
		.executeTakeFirst();
	if (!row) return null;
	const { closed_at, ...account } = row;
	return {
		account: { ...account, closedAt: closed_at },
		grants: standingGrants(await grantsOf(database.reader, row.id), now)
	};
}
