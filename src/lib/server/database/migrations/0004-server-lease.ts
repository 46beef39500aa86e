import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { textColumn } from '../row-locks.ts';

/** Which servers have the database open: one row each, refreshed while it runs. */
export const serverLease: Migration = {
	async up(db: Kysely<unknown>) {
		const text = textColumn(db);
		await db.schema
			.createTable('server_lease')
			.addColumn('id', text, (column) => column.notNull())
			.addColumn('place', text, (column) => column.notNull())
			.addColumn('process', 'integer', (column) => column.notNull())
			.addColumn('beat', 'bigint', (column) => column.notNull())
			.addColumn('seen_at', text, (column) => column.notNull())
			.addPrimaryKeyConstraint('server_lease_pk', ['id'])
			.execute();
	}
};
