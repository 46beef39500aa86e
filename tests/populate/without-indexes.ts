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
/** What is still to be made again, kept where a run that is stopped cannot lose it. */
const OWED = sql.table('populate_index');

interface Index {
	readonly name: string;
	/** The statement that makes it. */
	readonly text: string;
}

/** Indexes of a table that no constraint stands on. */
async function indexesOf(database: ServerDatabase): Promise<Index[]> {
	const tables = sql.join(GROWING);
	const { rows } =
		database.engine === 'sqlite'
			? await sql<Index>`select name, sql as text from sqlite_master
				where type = 'index' and sql is not null and tbl_name in (${tables})`.execute(database.reader)
			: await sql<Index>`select indexname as name, indexdef as text from pg_indexes
				where schemaname = current_schema() and tablename in (${tables})
				and not exists (select 1 from pg_constraint where conname = indexname)`.execute(database.reader);
	return rows.filter(({ name }) => !NEEDED.has(name));
}

/** Notes the statement of each index before it drops it. */
async function dropIndexes(database: ServerDatabase): Promise<void> {
	await sql`create table if not exists ${OWED} (name text primary key, text text not null)`.execute(
		database.writer
	);
	for (const { name, text } of await indexesOf(database)) {
		await sql`insert into ${OWED} (name, text) values (${name}, ${text}) on conflict (name) do nothing`.execute(
			database.writer
		);
		await database.writer.schema.dropIndex(name).execute();
	}
}

/** Makes what this run or one that was stopped has dropped and nobody has made again; nothing where nothing is owed. */
export async function makeIndexesAgain(database: ServerDatabase): Promise<void> {
	const tables = await database.writer.introspection.getTables();
	if (!tables.some(({ name }) => name === 'populate_index')) return;
	const { rows: owed } = await sql<Index>`select name, text from ${OWED} order by name`.execute(
		database.writer
	);
	const there = new Set((await indexesOf(database)).map(({ name }) => name));
	for (const { name, text } of owed) if (!there.has(name)) await sql.raw(text).execute(database.writer);
	await sql`drop table ${OWED}`.execute(database.writer);
	// Plans of PostgreSQL go by what it has counted; it would count by itself only later.
	if (database.engine === 'postgres') await sql`analyze`.execute(database.writer);
}

/**
 * Does a long piece of writing without the indexes that only readers ask, and makes them again at its end: one pass over a
 * table for each instead of a step for every row. The rows are what they would be with them. For a database that nobody
 * else uses meanwhile. Where it is stopped, the next run makes them again.
 */
export async function withoutIndexes<T>(database: ServerDatabase, work: () => Promise<T>): Promise<T> {
	await dropIndexes(database);
	try {
		return await work();
	} finally {
		await makeIndexesAgain(database);
	}
}
