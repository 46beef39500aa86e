import { watch, type Databases } from '#lib/storage/databases.ts';
import { rowToRecord } from '#lib/storage/record-row.ts';
import type { LocalRecord } from '#lib/storage/rows.ts';
import type { PersonDatabase } from '#lib/storage/schema.ts';
import { newestFirst } from './is-wanted.ts';

export interface WaitingWork {
	/** Operations that wait to be sent: what every screen counts. */
	readonly waiting: number;
	/** Everything with an operation that waits or is parked, whoever recorded it, persons' rows too; newest first. */
	readonly records: readonly LocalRecord[];
	/** Records that those belong to, by id, as far as they are on this phone. */
	readonly parents: ReadonlyMap<string, LocalRecord>;
}

async function readWaiting(database: PersonDatabase): Promise<WaitingWork> {
	return database.transaction('r', ['outbox', ...database.records.reads], async () => {
		const read = (ids: readonly string[]) => database.records.getMany(ids);
		// Keys alone: an operation can be as large as a record, and the record is read anyway.
		const ids = (await database.outbox.orderBy('recordId').uniqueKeys()) as string[];
		const waiting = await database.outbox.where('lane').equals('send').count();
		const rows = (await read(ids)).filter((row) => row !== undefined).sort(newestFirst);
		const parents = [...new Set(rows.flatMap(({ parent }) => parent ?? []))];
		const found = (await read(parents)).filter((row) => row !== undefined);
		return {
			waiting,
			records: rows.map(rowToRecord),
			parents: new Map(found.map((row) => [row.id, rowToRecord(row)]))
		};
	});
}

/** What waits, for the screen that has to name all of it. */
export function watchWaiting(databases: Databases, listener: (work: WaitingWork) => void): () => void {
	return watch(databases, readWaiting, listener);
}
