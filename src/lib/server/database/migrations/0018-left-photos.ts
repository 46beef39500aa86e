import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres, textColumn } from '../row-locks.ts';

/**
 * Since when a record has not named a photo any more. What was taken out before this was kept counts from now on: nobody
 * knows since when, and the time that its bytes are still kept is there to go back.
 */
export const leftPhotos: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema.alterTable('attachment').addColumn('left_at', textColumn(db)).execute();
		await db.schema.createIndex('attachment_left').on('attachment').column('left_at').execute();
		await db.schema.createIndex('attachment_sha256').on('attachment').column('sha256').execute();
		const [place, now] = isPostgres(db)
			? [
					sql`position(attachment.id in record.body)`,
					sql`to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
				]
			: [sql`instr(record.body, attachment.id)`, sql`strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`];
		await sql`update attachment set left_at = ${now} where exists
			(select 1 from record where record.id = attachment.record_id and ${place} = 0)`.execute(db);
	}
};
