import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres } from '../row-locks.ts';

/** Kinds without photos could name some of a size that is no whole number; no file was ever meant by it, and no backup could be made. */
export const wholePhotoSizes: Migration = {
	async up(db: Kysely<unknown>) {
		if (isPostgres(db)) return;
		await sql`delete from attachment where typeof(bytes) <> 'integer'`.execute(db);
	}
};
