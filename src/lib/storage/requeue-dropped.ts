import type { Databases } from './databases.ts';
import { rebuildRow } from './own-work.ts';
import type { ReadBody } from './record-row.ts';

/**
 * Before a revoked phone is emptied: work that was set aside because its scope was dropped, or because it was too big, has
 * never been sent. It waits again, so that the server has it in custody and the coordinators can deal with it.
 * @returns how many operations
 */
export async function requeueDropped(databases: Databases, read: ReadBody): Promise<number> {
	return databases.pulls.run((database) =>
		database.transaction(
			'rw',
			['outbox', 'attention', 'drafts', ...database.records.tables, ...database.journal.tables],
			async () => {
				const rows = await database.attention.filter((row) => row.why !== 'refused').toArray();
				for (const { opId, operation } of rows) {
					await database.outbox.put({ ...operation, verdict: null, lane: 'send', before: null });
					await database.attention.delete(opId);
				}
				for (const id of new Set(rows.map((row) => row.recordId))) {
					const record = await database.records.get(id);
					const memberships = record?.memberships ?? {};
					await rebuildRow(database, id, record?.base ?? null, memberships, read, databases.person);
				}
				return rows.length;
			}
		)
	);
}
