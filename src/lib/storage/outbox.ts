/** What waits to be sent, in order of `n`, and the journal's way back after a restore of the server. */
import Dexie from 'dexie';
import type { Operation, Verb } from '#lib/domain/operation.ts';
import type { Databases } from './databases.ts';
import { getMeta, lastGiven, setMeta, type ServerFacts } from './meta.ts';
import { rebuildRow } from './own-work.ts';
import { bareOperation } from './operation-row.ts';
import { carriesBody, type ReadBody } from './record-row.ts';
import { unconfirmedPhotos } from './photos/unconfirmed.ts';
import type { PersonDatabase, WaitingRow } from './schema.ts';

const JOURNAL_DAYS = 30;
const DAY = 86_400_000;

/**
 * The next operations with `n` above `after`, at most `limit` and (the first one apart) `bytes` of JSON.
 * @param options.held records whose earlier operation got no answer in this cycle, and its verb: theirs wait, so that order is
 * kept, and so does what hangs on one that is not created yet, as it would be refused
 */
export async function nextBatch(
	databases: Databases,
	options: { after: number; limit: number; bytes: number; held: ReadonlyMap<string, Verb> },
	read: ReadBody
): Promise<readonly WaitingRow[]> {
	const hangsOnHeld = (row: WaitingRow) => {
		if (options.held.size === 0 || !carriesBody(row)) return false;
		const parent = read(row.kind, row.schema, row.body)?.parent;
		return parent !== null && parent !== undefined && options.held.get(parent) === 'create';
	};
	return databases.pulls.run(async (database) => {
		const rows = await database.outbox
			.where('[lane+n]')
			.between(['send', options.after], ['send', Dexie.maxKey], false, true)
			.limit(options.limit)
			.toArray();
		const batch: WaitingRow[] = [];
		let size = 0;
		for (const row of rows) {
			if (options.held.has(row.recordId) || hangsOnHeld(row)) continue;
			// Characters, not bytes: Chinese text takes three each. Only a bound for gzip's input.
			size += JSON.stringify(bareOperation(row)).length * 2;
			if (batch.length > 0 && size > options.bytes) break;
			batch.push(row);
		}
		return batch;
	});
}

/** Highest `n` that waits, or 0. */
export function lastWaiting(databases: Databases): Promise<number> {
	return databases.pulls.run(async (database) => (await lastToSend(database))?.n ?? 0);
}

/** The newest that waits to be sent. */
export function lastToSend({ outbox }: PersonDatabase): PromiseLike<WaitingRow | undefined> {
	return outbox.where('[lane+n]').between(['send', Dexie.minKey], ['send', Dexie.maxKey]).last();
}

/** Ids of operations whose verdict is still open: parked ones first, going on where the last call ended, then what waits. */
export async function unresolvedIds(databases: Databases, limit: number): Promise<readonly string[]> {
	return databases.pulls.run(async (database) => {
		const from = (await getMeta(database, 'asked')) ?? 0;
		const lane = database.outbox.where('lane').equals('parked');
		const parked = await lane.offset(from).limit(limit).primaryKeys();
		const rest = limit - parked.length;
		const next = rest > 0 ? 0 : from + limit;
		// What was answered meanwhile moves the others up: one that is passed over is named in the next turn.
		if (next !== from) await setMeta(database, 'asked', next);
		const waiting =
			rest > 0 ? await database.outbox.where('lane').equals('send').limit(rest).primaryKeys() : [];
		return [...parked, ...waiting];
	});
}

/** What a phone knows of restores when it hears of another one: all that it gave a counter was written before that. */
async function heardOf(
	database: PersonDatabase,
	{ heard, beforeRestore, epoch }: ServerFacts
): Promise<Pick<ServerFacts, 'heard' | 'beforeRestore'>> {
	const n = await lastGiven(database);
	// Older apps kept the last one alone: nobody knows what the server was known by before it.
	const earlier = heard ?? (beforeRestore === undefined ? [] : [{ epoch: 0, n: beforeRestore }]);
	return { heard: [...earlier, { epoch, n }], beforeRestore: n };
}

/**
 * Remembers what the server said of itself. When its epoch has risen it was restored from a backup: all accepted work of
 * the last 30 days waits to be sent again (the same operations, so nothing doubles) and every scope begins anew.
 * @returns number of operations that were put back
 */
export async function noteServer(databases: Databases, facts: ServerFacts, read: ReadBody): Promise<number> {
	return databases.pulls.run((database) =>
		database.transaction(
			'rw',
			[
				...['meta', 'outbox', 'cursors', 'attention', 'drafts'],
				...[...database.records.tables, ...database.journal.tables]
			],
			async () => {
				const before = await getMeta(database, 'server');
				const epoch = Math.max(facts.epoch, before?.epoch ?? 0);
				const isRestored = before !== undefined && before.epoch > 0 && facts.epoch > before.epoch;
				const { heard, beforeRestore } = isRestored ? await heardOf(database, before) : (before ?? {});
				await database.meta.put({ key: 'server', value: { ...facts, epoch, heard, beforeRestore } });
				if (!isRestored) return 0;
				const lost = await database.journal.filter((row) => row.epoch < facts.epoch);
				lost.sort((one, other) => one.n - other.n);
				await database.outbox.bulkPut(
					lost.map((row) => ({
						...bareOperation(row),
						verdict: null,
						lane: 'send' as const,
						before: row.before
					}))
				);
				await database.journal.delete(lost.map((row) => row.opId));
				const parked = await database.outbox.where('lane').equals('parked').toArray();
				await database.outbox.bulkPut(parked.map((row) => ({ ...row, lane: 'send' as const })));
				for (const cursor of await database.cursors.toArray())
					await database.cursors.put({
						...cursor,
						seq: 0,
						sweep: cursor.sweep + 1,
						sweeping: true,
						count: 0,
						hash: 0
					});
				for (const id of new Set([...lost, ...parked].map((row) => row.recordId))) {
					const row = await database.records.get(id);
					await rebuildRow(database, id, row?.base ?? null, row?.memberships ?? {}, read, databases.person);
				}
				return lost.length;
			}
		)
	);
}

/**
 * Forgets accepted work older than 30 days.
 * @param serverNow the server's clock, Unix milliseconds: a phone's own, off by years, would forget all at once
 */
export async function trimJournal(databases: Databases, serverNow: number): Promise<void> {
	if (!Number.isFinite(serverNow)) return;
	const limit = new Date(serverNow - JOURNAL_DAYS * DAY).toISOString();
	await databases.pulls.run((database) =>
		database.transaction('rw', database.journal.tables, async () => {
			await database.journal.trim('acceptedAt', limit);
		})
	);
}

export interface OutboxCounts {
	readonly waiting: number;
	readonly oldestWaiting: string | null;
	readonly parked: number;
	readonly attention: number;
	/** Photos of saved records that the server has not confirmed as it stands. */
	readonly photosWaiting: number;
	/** Those that it does not take; their bytes are here alone. */
	readonly photosRefused: number;
}

/**
 * Whether a screen may say that all was sent. Not while something needs attention: what was set aside there was never sent, and
 * of what was refused a restored server may know nothing. A photo that was refused is on this phone alone.
 */
export function isAllSent(counts: Omit<OutboxCounts, 'oldestWaiting' | 'parked'>): boolean {
	return counts.waiting + counts.attention + counts.photosWaiting + counts.photosRefused === 0;
}

export async function countOutbox(database: PersonDatabase): Promise<OutboxCounts> {
	const sending = database.outbox.where('lane').equals('send');
	const [waiting, parked, attention, photos, first] = await Promise.all([
		sending.clone().count(),
		database.outbox.where('lane').equals('parked').count(),
		database.attention.count(),
		unconfirmedPhotos(database),
		database.outbox.where('[lane+n]').between(['send', Dexie.minKey], ['send', Dexie.maxKey]).first()
	]);
	const photosRefused = photos.filter(({ state }) => state === 'refused').length;
	return {
		...{ waiting, oldestWaiting: first?.at ?? null, parked, attention },
		...{ photosWaiting: photos.length - photosRefused, photosRefused }
	};
}

/**
 * Everything that is not accepted, as it would be sent, oldest first: what waits, what needs attention, and what is parked. The
 * server has that in custody, but one that was put back from a backup need not; once more changes nothing.
 */
export async function unsentOperations(databases: Databases): Promise<readonly Operation[]> {
	return databases.saves.run(async (database) => {
		const waiting = await database.outbox.orderBy('n').toArray();
		const refused = await database.attention.toArray();
		return [...waiting, ...refused.map((row) => row.operation)].map(bareOperation).sort((a, b) => a.n - b.n);
	});
}
