import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { textColumn } from '../row-locks.ts';

/** Since when the store of photos has been without a file that it had taken in: the last look at it, not a promise. */
export const missingPhotos: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema.alterTable('upload').addColumn('missing_at', textColumn(db)).execute();
		await db.schema.createIndex('upload_missing').on('upload').column('missing_at').execute();
		await db.schema.createIndex('upload_sha256').on('upload').column('sha256').execute();
	}
};
