import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { textColumn } from '../row-locks.ts';

/**
 * Every restore, not the last one alone: a phone that heard of none of two has seen nothing of what was made between them. Of
 * what came before this nobody knows which epoch its phone knew; 0 is earlier than all.
 */
export const eachRestore: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema.alterTable('meta').addColumn('earlier_epochs', textColumn(db)).execute();
		await db.schema.alterTable('operation').addColumn('known_epoch', 'integer').execute();
		await sql`update operation set known_epoch = 0 where from_before = 1`.execute(db);
		await db.schema.alterTable('operation').dropColumn('from_before').execute();
	}
};
