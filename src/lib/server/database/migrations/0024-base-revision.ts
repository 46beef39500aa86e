import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Revision that an operation was written on, as it says: what its device showed next depends on what it had been told when it
 * wrote that. Of those that came before this column it stands in the raw text alone.
 */
export const baseRevision: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema.alterTable('operation').addColumn('base_rev', 'integer').execute();
	}
};
