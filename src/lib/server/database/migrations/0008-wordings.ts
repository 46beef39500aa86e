import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres, textColumn } from '../row-locks.ts';

/** What search finds a record by stands once for all records that have the same: a rare word is looked for among these. */
export const wordings: Migration = {
	async up(db: Kysely<unknown>) {
		const text = textColumn(db);
		await db.schema
			.createTable('wording')
			.addColumn('id', text, (column) => column.notNull())
			.addColumn('text', text, (column) => column.notNull())
			.addPrimaryKeyConstraint('wording_pk', ['id'])
			.modifyEnd(isPostgres(db) ? sql`` : sql`without rowid`)
			.execute();
		await db.schema
			.alterTable('record')
			.addColumn('wording', text, (column) => column.notNull().defaultTo(''))
			.execute();
		// The words stood before the record's numbers, which are columns of their own.
		const numbers = sql`trim(coalesce(lower(no), '') || ' ' || coalesce(lower(legacy_no), ''))`;
		const words = sql`trim(substr(search_text, 1, length(search_text) - length(${numbers})))`;
		const { rows } = await sql<{ text: string }>`select distinct ${words} as text from record`.execute(db);
		for (const { text: one } of rows) {
			const id = createHash('sha256').update(one).digest('base64url').slice(0, 16);
			await sql`insert into wording (id, text) values (${id}, ${one})`.execute(db);
		}
		// Found by its text while the records are given theirs; a long text does not fit PostgreSQL's ordinary index.
		const method = isPostgres(db) ? sql`using hash` : sql``;
		await sql`create index wording_text on wording ${method} (text)`.execute(db);
		await sql`update record set wording = (select id from wording where wording.text = ${words})`.execute(db);
		await sql`drop index wording_text`.execute(db);
		await sql`alter table record drop column search_text`.execute(db);
		await db.schema.createIndex('record_wording').on('record').column('wording').execute();
	}
};
