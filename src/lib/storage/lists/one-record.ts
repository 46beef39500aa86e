import type { Operation } from '#lib/domain/operation.ts';
import { watch, type Databases } from '#lib/storage/databases.ts';
import { bareOperation } from '#lib/storage/operation-row.ts';
import { rowToRecord } from '#lib/storage/record-row.ts';
import type { LocalRecord } from '#lib/storage/rows.ts';

export async function getRecord(databases: Databases, id: string): Promise<LocalRecord | undefined> {
	const row = await databases.saves.run((database) => database.records.get(id));
	return row ? rowToRecord(row) : undefined;
}

/** With the operations on it that wait. */
export function watchRecord(
	databases: Databases,
	id: string,
	listener: (record: LocalRecord | undefined, pending: readonly Operation[]) => void
): () => void {
	return watch(
		databases,
		async (database) => ({
			row: await database.records.get(id),
			waiting: await database.outbox.where('recordId').equals(id).sortBy('n')
		}),
		({ row, waiting }) => listener(row ? rowToRecord(row) : undefined, waiting.map(bareOperation))
	);
}
