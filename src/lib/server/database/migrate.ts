import { Migrator } from 'kysely/migration';
import { randomUUID } from 'node:crypto';
import { isRetryable } from './is-retryable.ts';
import { migrations } from './migrations/index.ts';
import { DatabaseUrlError, type ServerDatabase } from './open.ts';
import { refusalOf, unfitness } from './postgres-refusal.ts';
import type { Sql } from './schema.ts';

const TRIES = 5;

/**
 * Brings the schema up to date and writes the one `meta` row. Idempotent; works on an empty and on an older database, and
 * where several processes start at once.
 * @throws DatabaseUrlError for a PostgreSQL that cannot be used; the database's error when a migration fails, which is
 * rolled back then
 */
export async function migrate(database: ServerDatabase): Promise<void> {
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
				server_id: randomUUID(),
				epoch: 1,
				grants_rev: 1,
				created_at: new Date().toISOString(),
				mark: null
			})
			.onConflict((conflict) => conflict.column('id').doNothing())
			.execute();
	});
}

/** All in one transaction; two processes that make the first tables at once meet at the catalogue, and one tries again. */
async function migratePostgres(database: ServerDatabase): Promise<void> {
	const unfit = await unfitness(database.reader);
	if (unfit !== null) throw new DatabaseUrlError(unfit, unfit);
	for (let attempt = 1; ; attempt++) {
		try {
			return await database.concurrently((trx) => migrateSchema(trx));
		} catch (error) {
			const code: unknown = (error as { code?: unknown } | null)?.code;
			const isRace = isRetryable(error) || code === '23505' || code === '42P07';
			if (!isRace || attempt === TRIES) throw error;
		}
	}
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
