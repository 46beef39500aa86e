import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Two lists of the desk no longer read all that was ever kept: receipts with a second piece of evidence are few and are found by
 * themselves, complaints and suggestions lie in the order in which they came in.
 */
export const doubleReceipts: Migration = {
	async up(db: Kysely<unknown>) {
		await sql`create index measure_repeats on measure (name, record_id) where name = 'receipt_repeats'`.execute(
			db
		);
		await sql`create index record_feedback on record (kind, received_at) where kind = 'feedback'`.execute(db);
	}
};
