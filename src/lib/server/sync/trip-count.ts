import { addDigest } from '#lib/protocol/digest.ts';
import type { TripCount } from '#lib/protocol/trip-count.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { nodeRowDigest } from './node-row-digest.ts';

/** What the account recorded in a trip, by number and hash. A trip that nobody knows has nothing in it. */
export async function tripCount(
	database: ServerDatabase,
	account: string,
	trip: string,
	now: Date
): Promise<TripCount> {
	const rows = await database.reader
		.selectFrom('record')
		.select(['kind', 'id', 'rev'])
		.where('recorder', '=', account)
		.where('trip', '=', trip)
		.execute();
	const hash = rows.reduce((sum, { kind, id, rev }) => addDigest(sum, nodeRowDigest(kind, id, rev)), 0);
	return { trip, count: rows.length, hash, at: now.toISOString() };
}
