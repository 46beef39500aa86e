/** Own unconfirmed work of records, and the rebuilding of their rows from it. Call inside a transaction, over `drafts` too. */
import type { Table } from 'dexie';
import { OF_PLACE } from '#lib/domain/operation.ts';
import type { RecordView } from '#lib/protocol/record-view.ts';
import { draftKey } from './drafts.ts';
import { near } from './near.ts';
import type { Placed } from './packs/packed-options.ts';
import { buildRow, type OwnWork, type ReadBody } from './record-row.ts';
import type { AcceptedRow, PersonDatabase, RecordRow } from './schema.ts';

const byCounter = (one: { readonly n: number }, other: { readonly n: number }) => one.n - other.n;

export async function ownWork(database: PersonDatabase, recordId: string): Promise<OwnWork> {
	const [waiting, accepted, attention] = await Promise.all([
		database.outbox.where('recordId').equals(recordId).sortBy('n'),
		database.journal.with('record', [recordId]),
		database.attention.where('recordId').equals(recordId).toArray()
	]);
	return { waiting, accepted: accepted.sort(byCounter), attention };
}

/** Rows of these records, and perhaps others. */
const found = <Row>(table: Table<Row, string>, recordIds: readonly string[]): Promise<Row[]> =>
	near(
		() => table.where('recordId'),
		recordIds,
		(part) => part.toArray()
	);

/** By the record; those of other records are left out. */
function byRecord<Row extends { readonly recordId: string }>(
	rows: readonly Row[],
	recordIds: readonly string[]
): Map<string, Row[]> {
	const sorted = new Map<string, Row[]>(recordIds.map((id) => [id, []]));
	for (const row of rows) sorted.get(row.recordId)?.push(row);
	return sorted;
}

/** `ownWork` of many records at once. @param known all of their accepted work, where the caller has it */
async function ownWorkOf(
	database: PersonDatabase,
	recordIds: readonly string[],
	known: readonly AcceptedRow[] | undefined
): Promise<(recordId: string) => OwnWork> {
	const [outbox, journal, refused] = await Promise.all([
		found(database.outbox, recordIds),
		known ?? database.journal.with('record', recordIds),
		found(database.attention, recordIds)
	]);
	const waiting = byRecord(outbox, recordIds);
	const done = byRecord(journal, recordIds);
	const attention = byRecord(refused, recordIds);
	return (id) => ({
		waiting: (waiting.get(id) ?? []).sort(byCounter),
		accepted: (done.get(id) ?? []).sort(byCounter),
		attention: attention.get(id) ?? []
	});
}

/**
 * Work that waits keeps what it was written on, but for what is parked until its record is back where this person may change
 * it: as the server has it now, it is not for their eyes.
 */
export const keepsBase = ({ waiting }: OwnWork): boolean =>
	waiting.some(({ verdict }) => !verdict?.refusal || !OF_PLACE.has(verdict.refusal));

/** What a record's row is built from besides its own work. */
export interface Standing {
	readonly id: string;
	readonly base: RecordView | null;
	readonly memberships: RecordRow['memberships'];
}

/**
 * Writes the rows of these records, each named once, anew from their bases and own work; removes those of which nothing is
 * left. A record that no scope shows any more keeps its base only as long as work on it waits.
 * @param accepted all accepted work of these records, where the caller has it
 * @param placed where their rows stand, where the caller has looked and written none since
 */
export async function rebuildRows(
	database: PersonDatabase,
	records: readonly Standing[],
	read: ReadBody,
	person: string,
	accepted?: readonly AcceptedRow[],
	placed?: Placed<RecordRow>
): Promise<void> {
	if (records.length === 0) return;
	const ids = records.map(({ id }) => id);
	await writeRows(database, records, await ownWorkOf(database, ids, accepted), read, person, placed);
}

/** Of a record that left this phone: what drafts and own work kept to be compared with goes, the person's own words stay. */
export async function forgetOthersWords(
	database: PersonDatabase,
	kind: string,
	recordId: string,
	{ accepted, attention }: OwnWork
): Promise<void> {
	const known = accepted.filter(({ before }) => before !== null);
	await database.journal.put(known.map((row) => ({ ...row, before: null })));
	await database.attention.bulkPut(attention.map((row) => ({ ...row, before: null })));
	const draft = await database.drafts.get(draftKey(kind, recordId));
	if (draft) await database.drafts.put({ ...draft, before: null });
}

async function writeRows(
	database: PersonDatabase,
	records: readonly Standing[],
	workOf: (recordId: string) => OwnWork,
	read: ReadBody,
	person: string,
	placed?: Placed<RecordRow>
): Promise<void> {
	const kept: RecordRow[] = [];
	const over: string[] = [];
	for (const { id, base, memberships } of records) {
		const work = workOf(id);
		const isLeft = base !== null && Object.keys(memberships).length === 0 && !keepsBase(work);
		const isOver = isLeft && work.waiting.length + work.attention.length === 0;
		if (isLeft) await forgetOthersWords(database, base.kind, id, work);
		const row = isOver ? null : buildRow(id, isLeft ? null : base, work, memberships, read, person);
		if (row) kept.push(row);
		else over.push(id);
	}
	await database.records.put(kept, placed);
	await database.records.delete(over);
}

/** `rebuildRow` from own work that the caller has read, as it is once the caller's transaction is over. */
export function rebuildRowFrom(
	database: PersonDatabase,
	standing: Standing,
	work: OwnWork,
	read: ReadBody,
	person: string,
	placed: Placed<RecordRow>
): Promise<void> {
	return writeRows(database, [standing], () => work, read, person, placed);
}

/** `rebuildRows` of one record. */
export async function rebuildRow(
	database: PersonDatabase,
	id: string,
	base: RecordView | null,
	memberships: RecordRow['memberships'],
	read: ReadBody,
	person: string
): Promise<void> {
	await rebuildRows(database, [{ id, base, memberships }], read, person);
}
