import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres } from '../row-locks.ts';

/** Phones with a wild clock left hours in SQLite that no integer column of PostgreSQL holds: such a database could not be moved. */
export const lateWithinReach: Migration = {
	async up(db: Kysely<unknown>) {
		if (isPostgres(db)) return;
		await sql`update record set late_hours = 2147483647 where late_hours > 2147483647`.execute(db);
	}
};
