import { Migrator } from 'kysely/migration';
import { randomUUID } from 'node:crypto';
import { migrations } from './migrations/index.ts';
import type { ServerDatabase } from './open.ts';

/**
 * Brings the schema up to date and writes the one `meta` row. Idempotent; works on an empty and on an older database.
 * @throws the database's error when a migration fails; the failed migration is rolled back
 */
export async function migrate(database: ServerDatabase): Promise<void> {
	const migrator = new Migrator({
		db: database.writer,
		provider: { getMigrations: async () => ({ ...migrations }) }
	});
	const { error } = await migrator.migrateToLatest();
	if (error) throw error instanceof Error ? error : new Error(String(error));
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
