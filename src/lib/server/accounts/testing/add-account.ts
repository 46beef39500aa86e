import type { Role } from '#lib/domain/roles.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';

/** An account with one right from the beginning; its login is the id in lower case. */
export async function addAccount(
	db: ServerDatabase,
	hash: string,
	at: Date,
	id: string,
	role: Role,
	region: string,
	zh = id
): Promise<void> {
	await db.transaction(async (trx) => {
		await trx
			.insertInto('account')
			.values({
				id,
				login: id.toLowerCase(),
				zh,
				en: id,
				team: null,
				status: 'active',
				password_hash: hash,
				failed_count: 0,
				locked_until: null,
				phone: '10000000001',
				created_at: at.toISOString(),
				closed_at: null
			})
			.execute();
		await trx
			.insertInto('grant_right')
			.values({
				id: `g-${id}`,
				account_id: id,
				role,
				region,
				team: null,
				valid_from: '1970-01-01T00:00:00.000Z',
				valid_to: null,
				rev: 1,
				ended_rev: null
			})
			.execute();
	});
}
