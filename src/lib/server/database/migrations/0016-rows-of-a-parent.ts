import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Rows that hang on a record are asked for by their kind as well. With the parent alone in an index SQLite took the index of
 * the kind instead, which reads every receipt there is to find those of one handout.
 */
export const rowsOfAParent: Migration = {
	async up(db: Kysely<unknown>) {
		await sql`create index record_parent_kind on record (parent, kind) where parent is not null`.execute(db);
		await db.schema.dropIndex('record_parent').execute();
	}
};
