/** Own unconfirmed work of records, and the rebuilding of their rows from it. Call inside a transaction. */
import type { RecordView } from '#lib/protocol/record-view.ts';
import { buildRow, type OwnWork, type ReadBody } from './record-row.ts';
import type { PersonDatabase, RecordRow } from './schema.ts';

export async function ownWork(database: PersonDatabase, recordId: string): Promise<OwnWork> {
	const [waiting, accepted, attention] = await Promise.all([
		database.outbox.where('recordId').equals(recordId).sortBy('n'),
		database.journal.where('recordId').equals(recordId).sortBy('n'),
		database.attention.where('recordId').equals(recordId).toArray()
	]);
	return { waiting, accepted, attention };
}

/**
 * Writes the record's row anew from `base` and its own work; removes it when nothing is left. A record that no scope shows
 * any more keeps its base only as long as work on it waits.
 */
export async function rebuildRow(
	database: PersonDatabase,
	recordId: string,
	base: RecordView | null,
	memberships: RecordRow['memberships'],
	read: ReadBody,
	person: string
): Promise<RecordRow | null> {
	const work = await ownWork(database, recordId);
	const isLeft = base !== null && Object.keys(memberships).length === 0 && work.waiting.length === 0;
	const isOver = isLeft && work.attention.length === 0;
	const row = isOver ? null : buildRow(recordId, isLeft ? null : base, work, memberships, read, person);
	if (row) await database.records.put(row);
	else await database.records.delete(recordId);
	return row;
}
