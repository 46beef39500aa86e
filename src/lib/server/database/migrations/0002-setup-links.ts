import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { textColumn } from '../row-locks.ts';

/** One-time links to choose a password, and the mark of a sample deployment. */
export const setupLinks: Migration = {
	async up(db: Kysely<unknown>) {
		const text = textColumn(db);
		await db.schema
			.createTable('setup_link')
			.addColumn('token_hash', text, (column) => column.notNull())
			.addColumn('account_id', text)
			.addColumn('issued_by', text)
			.addColumn('created_at', text, (column) => column.notNull())
			.addColumn('expires_at', text, (column) => column.notNull())
			.addColumn('used_at', text)
			.addPrimaryKeyConstraint('setup_link_pk', ['token_hash'])
			.execute();
		await db.schema.alterTable('meta').addColumn('mark', text).execute();
	}
};
