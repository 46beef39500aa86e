import { sql } from 'kysely';
import type { ServerDatabase } from '#lib/server/database/open.ts';

/** Tables that grow with every record. */
const GROWING = ['record', 'operation', 'feed', 'flag', 'figure', 'review_tally'];
/** What a push itself looks things up by. */
const NEEDED: ReadonlySet<string> = new Set([
	'record_duplicate_key',
	'record_season_key',
	'record_parent_kind',
	'operation_record_id',
	'flag_record_id'
]);

/** Indexes of a table that no constraint stands on, with the statement that makes each. */
async function indexesOf(database: ServerDatabase): Promise<{ name: string; text: string }[]> {
	const tables = sql.join(GROWING);
	const { rows } =
		database.engine === 'sqlite'
			? await sql<{ name: string; text: string }>`select name, sql as text from sqlite_master
				where type = 'index' and sql is not null and tbl_name in (${tables})`.execute(database.reader)
			: await sql<{ name: string; text: string }>`select indexname as name, indexdef as text from pg_indexes
				where schemaname = current_schema() and tablename in (${tables})
				and not exists (select 1 from pg_constraint where conname = indexname)`.execute(database.reader);
	return rows.filter(({ name }) => !NEEDED.has(name));
}

/**
 * Does a long piece of writing without the indexes that only readers ask, and makes them again at its end: one pass over a
 * table for each instead of a step for every row. The rows are what they would be with them. For a database that nobody
 * else uses meanwhile; one that was interrupted is not made whole again.
 */
export async function withoutIndexes<T>(database: ServerDatabase, work: () => Promise<T>): Promise<T> {
	const indexes = await indexesOf(database);
	for (const { name } of indexes) await database.writer.schema.dropIndex(name).execute();
	try {
		return await work();
	} finally {
		for (const { text } of indexes) await sql.raw(text).execute(database.writer);
		// Plans of PostgreSQL go by what it has counted; it would count by itself only later.
		if (database.engine === 'postgres') await sql`analyze`.execute(database.writer);
	}
}
