import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { systemPorts, type ServerPorts } from '#lib/server/ports.ts';
import { migrations } from './migrations/index.ts';
import { DatabaseUrlError, type ServerDatabase } from './open.ts';
import { refusalOf, unfitness } from './postgres-refusal.ts';
import type { Sql, Trx } from './schema.ts';

/**
 * Brings the schema up to date and writes the one `meta` row. Idempotent; works on an empty and on an older database, and
 * where several processes start at once.
 * @throws DatabaseUrlError for a PostgreSQL that cannot be used; the database's error when a migration fails, which is
 * rolled back then
 */
export async function migrate(database: ServerDatabase, ports: ServerPorts = systemPorts): Promise<void> {
	if (database.engine === 'sqlite') await migrateSchema(database.writer);
	else await inTurn(database, (trx) => migrateSchema(trx));
	await database.transaction(async (trx) => {
		await trx
			.insertInto('meta')
			.values({
				id: 1,
				server_id: ports.newId(),
				epoch: 1,
				grants_rev: 1,
				created_at: ports.clock().toISOString(),
				mark: null
			})
			.onConflict((conflict) => conflict.column('id').doNothing())
			.execute();
	});
}

/**
 * One transaction beside which nobody else migrates: every process that starts waits for its end. The database may be empty.
 * @throws DatabaseUrlError for a PostgreSQL that cannot be used; otherwise what `work` throws, and nothing was done
 */
export async function inTurn<T>(database: ServerDatabase, work: (trx: Trx) => Promise<T>): Promise<T> {
	if (database.engine === 'sqlite') return database.transaction(work);
	const { reader, writer, concurrently } = database;
	try {
		const unfit = await unfitness(reader);
		if (unfit !== null) throw new DatabaseUrlError(unfit, unfit);
		await makeTurn(writer);
		return await concurrently(async (trx) => {
			await sql`select id from schema_turn for update`.execute(trx);
			return work(trx);
		});
	} catch (error) {
		const refusal = refusalOf(error);
		if (refusal === null || error instanceof DatabaseUrlError) throw error;
		throw new DatabaseUrlError(refusal, messageOf(error), { cause: error });
	}
}

/** Two that make it at the same moment meet at a key of the catalogue, at its name or at that of its row type. */
const THERE_ALREADY: ReadonlySet<unknown> = new Set(['23505', '42P07', '42710']);

/** The row at which processes wait for each other before there is any other table. */
async function makeTurn(writer: Sql): Promise<void> {
	const { rows } = await sql<{
		name: string | null;
	}>`select to_regclass('schema_turn')::text as name`.execute(writer);
	if (rows[0]?.name === null) {
		await sql`create table if not exists schema_turn (id integer primary key)`
			.execute(writer)
			.catch((error: unknown) => {
				const code: unknown = (error as { code?: unknown } | null)?.code;
				if (!THERE_ALREADY.has(code)) throw error;
			});
	}
	await sql`insert into schema_turn (id) values (1) on conflict (id) do nothing`.execute(writer);
}

/**
 * Brings the tables to a migration (the newest by default), all or nothing; in a transaction when `db` is one.
 * @throws the database's error; Kysely's where migrations are there that this version does not know
 */
export async function migrateSchema(db: Sql, to?: string): Promise<void> {
	const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
	const { error } = to === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(to);
	if (error) throw error instanceof Error ? error : new Error(String(error));
}

/** A connection that fails at every address of a host has its words inside. */
function messageOf(error: unknown): string {
	if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
	return error instanceof Error ? error.message : String(error);
}
