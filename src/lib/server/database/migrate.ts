import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { systemPorts, type ServerPorts } from '#lib/server/ports.ts';
import { migrations } from './migrations/index.ts';
import { DatabaseUrlError, type ServerDatabase } from './open.ts';
import { refusalOf, unfitness } from './postgres-refusal.ts';
import type { Sql } from './schema.ts';

/**
 * Brings the schema up to date and writes the one `meta` row. Idempotent; works on an empty and on an older database, and
 * where several processes start at once.
 * @throws DatabaseUrlError for a PostgreSQL that cannot be used; the database's error when a migration fails, which is
 * rolled back then
 */
export async function migrate(database: ServerDatabase, ports: ServerPorts = systemPorts): Promise<void> {
	if (database.engine === 'sqlite') {
		await migrateSchema(database.writer);
	} else {
		await migratePostgres(database).catch((error: unknown) => {
			const refusal = refusalOf(error);
			if (refusal === null) throw error;
			throw new DatabaseUrlError(refusal, messageOf(error), { cause: error });
		});
	}
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

/** One process at a time, each migration and all of them in one transaction. */
async function migratePostgres({ reader, writer, concurrently }: ServerDatabase): Promise<void> {
	const unfit = await unfitness(reader);
	if (unfit !== null) throw new DatabaseUrlError(unfit, unfit);
	await makeTurn(writer);
	await concurrently(async (trx) => {
		await sql`select id from schema_turn for update`.execute(trx);
		await migrateSchema(trx);
	});
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

async function migrateSchema(db: Sql): Promise<void> {
	const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
	const { error } = await migrator.migrateToLatest();
	if (error) throw error instanceof Error ? error : new Error(String(error));
}

/** A connection that fails at every address of a host has its words inside. */
function messageOf(error: unknown): string {
	if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
	return error instanceof Error ? error.message : String(error);
}
