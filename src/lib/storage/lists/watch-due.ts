/** What waits for the person: refused work, drafts, returned records, what only a newer app can read. */
import { watch, type Databases } from '#lib/storage/databases.ts';
import { rowToRecord } from '#lib/storage/record-row.ts';
import type { AttentionRow, DraftRow, LocalRecord } from '#lib/storage/rows.ts';
import type { RecordRow } from '#lib/storage/schema.ts';
import { newestFirst } from './is-wanted.ts';

export function watchAttention(
	databases: Databases,
	listener: (rows: readonly AttentionRow[]) => void
): () => void {
	return watch(
		databases,
		async (database) => {
			const rows = await database.attention.toArray();
			return rows.sort((a, b) => (a.since < b.since ? 1 : -1));
		},
		listener
	);
}

/** Drafts, the last touched first. */
export function watchDrafts(databases: Databases, listener: (rows: readonly DraftRow[]) => void): () => void {
	return watch(databases, (database) => database.drafts.orderBy('changedAt').reverse().toArray(), listener);
}

/** Own records that were returned and whose correction does not wait here, and records with refused work. */
export function watchReturned(
	databases: Databases,
	listener: (rows: readonly LocalRecord[]) => void
): () => void {
	return watch(
		databases,
		async (database) => {
			const returned = await database.records.with('state', ['returned']);
			const refused = await database.attention.toArray();
			const ids = [...new Set(refused.map((row) => row.recordId))];
			const rows = new Map<string, RecordRow>();
			for (const row of await database.records.getMany(ids)) if (row) rows.set(row.id, row);
			for (const row of returned) if (row.waiting === 0 && row.stage !== 'parked') rows.set(row.id, row);
			return [...rows.values()].sort(newestFirst);
		},
		(rows) => listener(rows.map(rowToRecord))
	);
}

/** How many records are kept here that this version cannot read. */
export function watchUnreadable(databases: Databases, listener: (count: number) => void): () => void {
	return watch(databases, (database) => database.records.alone.where('opaque').equals(1).count(), listener);
}
