import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres, textColumn } from '../row-locks.ts';

/**
 * Makes a push cheaper and keeps it so as the tables grow: rows of feeds are found by their record, figures lie in the
 * order of their key, and indexes that no query uses are gone or hold only what is looked for.
 */
export const lighterWrites: Migration = {
	async up(db: Kysely<unknown>) {
		const text = textColumn(db);
		// SQLite: the rows in the key itself. PostgreSQL knows no such table.
		const inKey = isPostgres(db) ? sql`` : sql`without rowid`;

		await db.schema
			.createTable('feed_by_record')
			.addColumn('scope', text, (column) => column.notNull())
			.addColumn('seq', 'bigint', (column) => column.notNull())
			.addColumn('kind', text, (column) => column.notNull())
			.addColumn('record_id', text, (column) => column.notNull())
			.addColumn('rev', 'integer', (column) => column.notNull())
			.addColumn('gone', 'integer', (column) => column.notNull())
			.addPrimaryKeyConstraint('feed_key', ['record_id', 'kind', 'scope'])
			.modifyEnd(inKey)
			.execute();
		const feed = sql.join(['scope', 'seq', 'kind', 'record_id', 'rev', 'gone'].map((name) => sql.ref(name)));
		await sql`insert into feed_by_record (${feed}) select ${feed} from feed`.execute(db);
		await db.schema.dropTable('feed').execute();
		await db.schema.alterTable('feed_by_record').renameTo('feed').execute();
		await db.schema.createIndex('feed_scope_seq').on('feed').columns(['scope', 'seq']).unique().execute();

		await db.schema
			.createTable('measure_by_record')
			.addColumn('record_id', text, (column) => column.notNull())
			.addColumn('name', text, (column) => column.notNull())
			.addColumn('dimension', text, (column) => column.notNull())
			.addColumn('value', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('measure_key', ['record_id', 'name', 'dimension'])
			.modifyEnd(inKey)
			.execute();
		const measure = sql.join(['record_id', 'name', 'dimension', 'value'].map((name) => sql.ref(name)));
		await sql`insert into measure_by_record (${measure}) select ${measure} from measure`.execute(db);
		await db.schema.dropTable('measure').execute();
		await db.schema.alterTable('measure_by_record').renameTo('measure').execute();

		await db.schema.dropIndex('operation_device_id_n').execute();
		await db.schema.dropIndex('record_trip').execute();
		await db.schema.dropIndex('record_organisation_date').execute();
		for (const column of ['legacy_no', 'parent']) {
			await db.schema.dropIndex(`record_${column}`).execute();
			await sql`create index ${sql.ref(`record_${column}`)} on record (${sql.ref(column)})
				where ${sql.ref(column)} is not null`.execute(db);
		}
	}
};
