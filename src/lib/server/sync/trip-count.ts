import { addDigest } from '#lib/protocol/digest.ts';
import type { TripCount } from '#lib/protocol/trip-count.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { nodeRowDigest } from './node-row-digest.ts';

interface Row {
	readonly kind: string;
	readonly id: string;
	readonly rev: number;
}

/**
 * What the account recorded in a trip, by number and hash. A trip that nobody knows has nothing in it.
 * @param kinds of persons' rows to be counted beside; undefined: none are
 */
export async function tripCount(
	database: ServerDatabase,
	account: string,
	trip: string,
	now: Date,
	kinds?: readonly string[]
): Promise<TripCount> {
	return database.snapshot(async (trx) => {
		const records = await trx
			.selectFrom('record')
			.select(['kind', 'id', 'rev'])
			.where('recorder', '=', account)
			.where('trip', '=', trip)
			.execute();
		const parents = records.map(({ id }) => id);
		const rows = kinds && (await personRows(trx, account, parents, kinds));
		return { trip, ...sumOf(records), ...(rows ? { rows: sumOf(rows) } : {}), at: now.toISOString() };
	});
}

/** Rows of persons on these records that the account is shown as its own: it noted something of each (`sync/scopes.ts`). */
export async function personRows(
	db: Sql,
	account: string,
	parents: readonly string[],
	kinds: readonly string[]
): Promise<Row[]> {
	if (parents.length === 0 || kinds.length === 0) return [];
	return db
		.selectFrom('record')
		.innerJoin('feed', (join) =>
			join.onRef('feed.record_id', '=', 'record.id').onRef('feed.kind', '=', 'record.kind')
		)
		.select(['record.kind', 'record.id', 'record.rev'])
		.where('record.parent', 'in', listed(db, parents))
		.where('record.kind', 'in', [...new Set(kinds)])
		.where('feed.scope', '=', `user:${account}`)
		.where('feed.gone', '=', 0)
		.execute();
}

function sumOf(rows: readonly Row[]): { readonly count: number; readonly hash: number } {
	const hash = rows.reduce((sum, { kind, id, rev }) => addDigest(sum, nodeRowDigest(kind, id, rev)), 0);
	return { count: rows.length, hash };
}
