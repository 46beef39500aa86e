import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A list begins with its first rows, however many there are: each way of asking has an index in the order of days. */
export const listsInOrder: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema.createIndex('record_date').on('record').column('date').execute();
		await db.schema.createIndex('record_kind_date').on('record').columns(['kind', 'date']).execute();
		await db.schema.createIndex('record_region_date').on('record').columns(['region', 'date']).execute();
		await db.schema.createIndex('record_campaign_date').on('record').columns(['campaign', 'date']).execute();
		await db.schema.createIndex('flag_code_closed').on('flag').columns(['code', 'closed']).execute();
	}
};
