import type { Sql } from '#lib/server/database/schema.ts';

/** A phone that said it still holds work. Names only: no tracking of who is online. */
export interface UnsentWork {
	readonly device: string;
	readonly zh: string;
	readonly en: string;
	readonly count: number;
	readonly oldest: string | null;
	readonly seen: string | null;
}

/** Phones of the counties (null for all) whose last heartbeat told of unsent work, the longest waiting first. */
export async function unsentWork(db: Sql, regions: readonly string[] | null): Promise<UnsentWork[]> {
	let query = db
		.selectFrom('device')
		.innerJoin('account', 'account.id', 'device.account_id')
		.select([
			'device.id as device',
			'account.zh',
			'account.en',
			'device.unsent_count as count',
			'device.unsent_oldest as oldest',
			'device.last_seen_at as seen'
		])
		.where('device.unsent_count', '>', 0)
		.where('device.revoked_at', 'is', null);
	if (regions !== null) {
		query = query.where('device.account_id', 'in', (inner) =>
			inner
				.selectFrom('grant_right')
				.select('account_id')
				.where('valid_to', 'is', null)
				.where('region', 'in', regions.length > 0 ? [...regions] : [''])
		);
	}
	return query.orderBy('device.unsent_oldest').limit(50).execute();
}
