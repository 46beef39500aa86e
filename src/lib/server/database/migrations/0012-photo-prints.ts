import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres, textColumn } from '../row-locks.ts';

/** By what a picture that is used twice is known; and the end of a record's id, which the stamp of its photos shows. */
export const photoPrints: Migration = {
	async up(db: Kysely<unknown>) {
		const text = textColumn(db);
		const ending = isPostgres(db) ? sql`` : sql`without rowid`;
		await db.schema
			.createTable('photo_print')
			.addColumn('photo_id', text, (column) => column.notNull())
			.addColumn('record_id', text, (column) => column.notNull())
			.addColumn('sha256', text, (column) => column.notNull())
			.addColumn('use', text, (column) => column.notNull())
			.addColumn('print', text, (column) => column.notNull())
			.addColumn('named_at', text, (column) => column.notNull())
			.addPrimaryKeyConstraint('photo_print_pk', ['photo_id', 'record_id'])
			.modifyEnd(ending)
			.execute();
		await db.schema.createIndex('photo_print_sha256').on('photo_print').column('sha256').execute();
		await db.schema
			.createTable('photo_key')
			.addColumn('key', 'integer', (column) => column.notNull())
			.addColumn('photo_id', text, (column) => column.notNull())
			.addColumn('record_id', text, (column) => column.notNull())
			.addPrimaryKeyConstraint('photo_key_pk', ['key', 'photo_id', 'record_id'])
			.modifyEnd(ending)
			.execute();
		await sql`create index record_short on record (substr(id, 31))`.execute(db);
	}
};
