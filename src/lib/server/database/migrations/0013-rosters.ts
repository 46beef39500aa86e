import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { textColumn } from '../row-locks.ts';

/** Rosters, their people, and to which team they are lent until when. */
export const rosters: Migration = {
	async up(db: Kysely<unknown>) {
		const text = textColumn(db);
		await db.schema
			.createTable('roster')
			.addColumn('id', text, (column) => column.notNull())
			.addColumn('title', text, (column) => column.notNull())
			.addColumn('organisation', text)
			.addColumn('organisation_text', text, (column) => column.notNull())
			.addColumn('region', text, (column) => column.notNull())
			.addColumn('created_by', text, (column) => column.notNull())
			.addColumn('created_at', text, (column) => column.notNull())
			.addColumn('removed_at', text)
			.addPrimaryKeyConstraint('roster_pk', ['id'])
			.execute();
		await db.schema
			.createTable('roster_row')
			.addColumn('id', text, (column) => column.notNull())
			.addColumn('roster_id', text, (column) => column.notNull())
			.addColumn('n', 'integer', (column) => column.notNull())
			.addColumn('name', text, (column) => column.notNull())
			.addColumn('initials', text, (column) => column.notNull())
			.addColumn('department', text, (column) => column.notNull())
			.addColumn('category', text)
			.addColumn('job', text, (column) => column.notNull())
			.addColumn('phone', text, (column) => column.notNull())
			.addColumn('card_id', text, (column) => column.notNull())
			.addColumn('rev', 'integer', (column) => column.notNull())
			.addPrimaryKeyConstraint('roster_row_pk', ['id'])
			.execute();
		await db.schema
			.createTable('roster_lease')
			.addColumn('id', text, (column) => column.notNull())
			.addColumn('roster_id', text, (column) => column.notNull())
			.addColumn('team', text, (column) => column.notNull())
			.addColumn('campaign', text)
			.addColumn('from_day', text, (column) => column.notNull())
			.addColumn('to_day', text, (column) => column.notNull())
			.addColumn('opens_at', text, (column) => column.notNull())
			.addColumn('until_at', text, (column) => column.notNull())
			.addColumn('created_by', text, (column) => column.notNull())
			.addColumn('created_at', text, (column) => column.notNull())
			.addColumn('ended_at', text)
			.addPrimaryKeyConstraint('roster_lease_pk', ['id'])
			.execute();
		await db.schema.createIndex('roster_row_of').on('roster_row').columns(['roster_id', 'n']).execute();
		await db.schema.createIndex('roster_row_card').on('roster_row').column('card_id').unique().execute();
		await db.schema.createIndex('roster_lease_of').on('roster_lease').column('roster_id').execute();
		await db.schema
			.createIndex('roster_lease_standing')
			.on('roster_lease')
			.columns(['team', 'until_at'])
			.execute();
	}
};
