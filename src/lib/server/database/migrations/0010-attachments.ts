import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { textColumn } from '../row-locks.ts';

/**
 * `attachment`: photos that accepted operations name, by record. `upload`: files that accounts send, by account, so that
 * nobody can stand in the way of another's. A photo is there when both agree.
 */
export const attachments: Migration = {
	async up(db: Kysely<unknown>) {
		const text = textColumn(db);
		await db.schema
			.createTable('attachment')
			.addColumn('id', text, (column) => column.notNull())
			.addColumn('record_id', text, (column) => column.notNull())
			.addColumn('account_id', text, (column) => column.notNull())
			.addColumn('sha256', text, (column) => column.notNull())
			.addColumn('bytes', 'integer', (column) => column.notNull())
			.addColumn('mime', text, (column) => column.notNull())
			.addColumn('use', text, (column) => column.notNull())
			.addColumn('named_at', text, (column) => column.notNull())
			.addPrimaryKeyConstraint('attachment_key', ['id', 'record_id'])
			.execute();
		await db.schema.createIndex('attachment_record').on('attachment').column('record_id').execute();
		await db.schema
			.createTable('upload')
			.addColumn('id', text, (column) => column.notNull())
			.addColumn('account_id', text, (column) => column.notNull())
			.addColumn('device_id', text, (column) => column.notNull())
			.addColumn('sha256', text, (column) => column.notNull())
			.addColumn('bytes', 'integer', (column) => column.notNull())
			.addColumn('mime', text, (column) => column.notNull())
			.addColumn('begun_at', text, (column) => column.notNull())
			.addColumn('whole_at', text)
			.addPrimaryKeyConstraint('upload_key', ['id', 'account_id'])
			.execute();
		await db.schema.createIndex('upload_account').on('upload').column('account_id').execute();
	}
};
