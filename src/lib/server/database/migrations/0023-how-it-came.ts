import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What a push says of its operations besides themselves. Judged again later, by the server's own hand, an operation is judged by
 * what held when it came. Of those that came before these columns nobody knows any more.
 */
export const howItCame: Migration = {
	async up(db: Kysely<unknown>) {
		for (const column of ['grants_rev', 'from_before'])
			await db.schema.alterTable('operation').addColumn(column, 'integer').execute();
	}
};
