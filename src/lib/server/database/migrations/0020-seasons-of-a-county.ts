import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A county's list of an old season begins with its first rows: along its days alone it would pass all newer records. */
export const seasonsOfACounty: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema
			.createIndex('record_region_campaign_date')
			.on('record')
			.columns(['region', 'campaign', 'date'])
			.execute();
		// Nothing asked for a season's records by their state any more: each index costs every push.
		await db.schema.dropIndex('record_campaign_kind_state').execute();
	}
};
