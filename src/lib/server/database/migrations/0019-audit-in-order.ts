import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The audit log in the order in which it is read, all of it or what was done of one sort: however long, a page is a page. */
export const auditInOrder: Migration = {
	async up(db: Kysely<unknown>) {
		await db.schema.createIndex('audit_log_at_id').on('audit_log').columns(['at', 'id']).execute();
		await db.schema
			.createIndex('audit_log_action_at_id')
			.on('audit_log')
			.columns(['action', 'at', 'id'])
			.execute();
		await db.schema.dropIndex('audit_log_at').execute();
	}
};
