import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { textColumn } from '../row-locks.ts';

/** Key pairs by which the deployment signs its printed codes. The pair with the highest `n` is the present one. */
export const codeKey: Migration = {
	async up(db: Kysely<unknown>) {
		const text = textColumn(db);
		await db.schema
			.createTable('code_key')
			.addColumn('n', 'integer', (column) => column.notNull())
			.addColumn('id', text, (column) => column.notNull())
			.addColumn('public_key', text, (column) => column.notNull())
			.addColumn('private_key', text, (column) => column.notNull())
			.addColumn('created_at', text, (column) => column.notNull())
			.addPrimaryKeyConstraint('code_key_pk', ['n'])
			.execute();
	}
};
