/** Lists and single records, live. Newest day first; the common lists are answered from one index, page by page. */
import type { Collection, IndexableType } from 'dexie';
import Dexie from 'dexie';
import type { Operation } from '#lib/domain/operation.ts';
import { watch, type Databases } from './databases.ts';
import { rowToRecord } from './record-row.ts';
import type { AttentionRow, DraftRow, LocalRecord, Stage } from './rows.ts';
import type { PersonDatabase, RecordRow } from './schema.ts';

export interface RecordFilter {
	readonly kind?: string | undefined;
	readonly stage?: Stage | undefined;
	readonly state?: LocalRecord['state'] | undefined;
	readonly trip?: string | undefined;
	/** Record these belong to: the requests of a visit. */
	readonly parent?: string | undefined;
	readonly team?: string | undefined;
	readonly date?: string | undefined;
	readonly text?: string | undefined;
	/** Own records only; default true. */
	readonly own?: boolean | undefined;
	readonly limit?: number | undefined;
	readonly offset?: number | undefined;
}
export interface RecordPage {
	readonly rows: readonly LocalRecord[];
	readonly total: number;
}

const DEFAULT_LIMIT = 50;

/** The operation as it is sent: the same fields in the same order each time. */
export function bareOperation(row: Operation): Operation {
	const { opId, n, verb, kind, recordId, scope, baseRev, schema, at, body, attachments } = row;
	return { opId, n, verb, kind, recordId, scope, baseRev, schema, at, body, attachments };
}

interface Plan {
	readonly rows: Collection<RecordRow, string>;
	/** True: the index already leaves newest first and nothing but the filter's rows. */
	readonly exact: boolean;
}

/** All keys of a compound index that begin with `prefix`: a shorter array sorts before, one that ends in an array after. */
function range(database: PersonDatabase, index: string, prefix: readonly IndexableType[]) {
	return database.records
		.where(`[${index}]`)
		.between([...prefix], [...prefix, Dexie.maxKey as IndexableType], true, true);
}

function plan(database: PersonDatabase, filter: RecordFilter): Plan {
	const own = filter.own ?? true;
	const rest = Boolean(filter.stage || filter.state || filter.text?.trim());
	if (filter.trip) return { rows: database.records.where('trip').equals(filter.trip), exact: false };
	if (filter.parent) return { rows: database.records.where('parent').equals(filter.parent), exact: false };
	if (filter.team && !own) {
		const prefix = filter.date ? [filter.team, filter.date] : [filter.team];
		return { rows: range(database, 'team+date+savedAt', prefix), exact: !rest && !filter.kind };
	}
	if (own && filter.state)
		return { rows: database.records.where('[mine+state]').equals([1, filter.state]), exact: false };
	if (own && filter.kind) {
		const prefix = filter.date ? [1, filter.kind, filter.date] : [1, filter.kind];
		return { rows: range(database, 'mine+kind+date+savedAt', prefix), exact: !rest && !filter.team };
	}
	if (own) {
		const prefix = filter.date ? [1, filter.date] : [1];
		return { rows: range(database, 'mine+date+savedAt', prefix), exact: !rest && !filter.team };
	}
	const all = database.records.where('[mine+date+savedAt]').between([0], [1, Dexie.maxKey], true, true);
	return { rows: all, exact: false };
}

function isWanted(row: RecordRow, filter: RecordFilter, words: readonly string[]): boolean {
	if (row.opaque) return false;
	if ((filter.own ?? true) && row.mine !== 1) return false;
	if (filter.kind && row.kind !== filter.kind) return false;
	if (filter.stage && row.stage !== filter.stage) return false;
	if (filter.state !== undefined && row.state !== filter.state) return false;
	if (filter.trip && row.trip !== filter.trip) return false;
	if (filter.parent && row.parent !== filter.parent) return false;
	if (filter.team && row.team !== filter.team) return false;
	if (filter.date && row.date !== filter.date) return false;
	return words.every((word) => row.searchText.includes(word));
}

function newestFirst(a: RecordRow, b: RecordRow): number {
	if (a.date !== b.date) return a.date < b.date ? 1 : -1;
	return a.savedAt < b.savedAt ? 1 : a.savedAt > b.savedAt ? -1 : 0;
}

async function candidates(database: PersonDatabase, filter: RecordFilter): Promise<RecordRow[]> {
	const { stage } = filter;
	if (stage === 'attention' || stage === 'on-phone' || stage === 'parked') {
		const own =
			stage === 'attention'
				? await database.attention.toArray()
				: await database.outbox
						.where('lane')
						.equals(stage === 'parked' ? 'parked' : 'send')
						.toArray();
		const ids = [...new Set(own.map((row) => row.recordId))];
		return (await database.records.bulkGet(ids)).filter((row) => row !== undefined);
	}
	return plan(database, filter).rows.toArray();
}

/** One page of the records that match, and how many match in all. */
export async function findRecords(database: PersonDatabase, filter: RecordFilter): Promise<RecordPage> {
	const offset = filter.offset ?? 0;
	const limit = filter.limit ?? DEFAULT_LIMIT;
	const direct = plan(database, filter);
	if (direct.exact) {
		const rows = await direct.rows.clone().reverse().offset(offset).limit(limit).toArray();
		// Counting reads the whole index: a page that is not full says itself how many there are.
		const isLast = rows.length < limit && (rows.length > 0 || offset === 0);
		const total = isLast ? offset + rows.length : await direct.rows.count();
		return { rows: rows.map(rowToRecord), total };
	}
	const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
	const found = (await candidates(database, filter)).filter((row) => isWanted(row, filter, words));
	found.sort(newestFirst);
	return { rows: found.slice(offset, offset + limit).map(rowToRecord), total: found.length };
}

export function watchRecords(
	databases: Databases,
	filter: RecordFilter,
	listener: (page: RecordPage) => void
): () => void {
	return watch(databases, (database) => findRecords(database, filter), listener);
}

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
			const returned = await database.records.where('[mine+state]').equals([1, 'returned']).toArray();
			const refused = await database.attention.toArray();
			const ids = [...new Set(refused.map((row) => row.recordId))];
			const rows = new Map<string, RecordRow>();
			for (const row of await database.records.bulkGet(ids)) if (row) rows.set(row.id, row);
			for (const row of returned) if (row.waiting === 0 && row.stage !== 'parked') rows.set(row.id, row);
			return [...rows.values()].sort(newestFirst);
		},
		(rows) => listener(rows.map(rowToRecord))
	);
}

export interface OutboxCounts {
	readonly waiting: number;
	readonly oldestWaiting: string | null;
	readonly parked: number;
	readonly attention: number;
}

export async function countOutbox(database: PersonDatabase): Promise<OutboxCounts> {
	const sending = database.outbox.where('lane').equals('send');
	const [waiting, parked, attention, first] = await Promise.all([
		sending.clone().count(),
		database.outbox.where('lane').equals('parked').count(),
		database.attention.count(),
		database.outbox.where('[lane+n]').between(['send', Dexie.minKey], ['send', Dexie.maxKey]).first()
	]);
	return { waiting, oldestWaiting: first?.at ?? null, parked, attention };
}

export function watchOutbox(databases: Databases, listener: (counts: OutboxCounts) => void): () => void {
	return watch(databases, countOutbox, listener);
}

/** Everything without a receipt, as it would be sent, oldest first: waiting and refused, not yet parked in custody. */
export async function unsentOperations(databases: Databases): Promise<readonly Operation[]> {
	return databases.saves.run(async (database) => {
		const waiting = await database.outbox.orderBy('n').toArray();
		const refused = await database.attention.toArray();
		return [...waiting, ...refused.map((row) => row.operation)].map(bareOperation).sort((a, b) => a.n - b.n);
	});
}

/** Records of one kind that touch a place, for the rules about duplicates. */
export async function recordsAtPlace(
	databases: Databases,
	kind: string,
	place: { organisation: string | null; station: string | null }
): Promise<readonly LocalRecord[]> {
	return databases.saves.run(async (database) => {
		const rows = place.organisation
			? await database.records.where('organisation').equals(place.organisation).toArray()
			: place.station
				? await database.records.where('station').equals(place.station).toArray()
				: [];
		return rows.filter((row) => row.kind === kind && !row.opaque).map(rowToRecord);
	});
}

export async function recordsOfDay(
	databases: Databases,
	kind: string,
	date: string
): Promise<readonly LocalRecord[]> {
	return databases.saves.run(async (database) => {
		const rows: RecordRow[] = [];
		for (const mine of [0, 1])
			rows.push(...(await range(database, 'mine+kind+date+savedAt', [mine, kind, date]).toArray()));
		return rows.map(rowToRecord);
	});
}

export async function getRecord(databases: Databases, id: string): Promise<LocalRecord | undefined> {
	const row = await databases.saves.run((database) => database.records.get(id));
	return row ? rowToRecord(row) : undefined;
}
