/** The phone's storage as the sync engine sees it: one object, loaded together with the engine after the first screen. */
import type { Operation, Verdict } from '#lib/domain/operation.ts';
import type { ScopePage } from '#lib/protocol/pull.ts';
import { applyPage, type AppliedPage } from './apply-page.ts';
import { applyVerdicts, setAside, type Answered } from './apply-verdicts.ts';
import type { Databases } from './databases.ts';
import { dropScope } from './drop-scope.ts';
import { errorNames, isQuota } from './failure.ts';
import { getMeta, setMeta, type MetaValues, type RightsFacts, type ServerFacts } from './meta.ts';
import {
	countOutbox,
	lastWaiting,
	nextBatch,
	noteServer,
	trimJournal,
	unresolvedIds,
	type OutboxCounts
} from './outbox.ts';

import { buildRow, NO_WORK, type ReadBody } from './record-row.ts';
import { requeueDropped } from './requeue-dropped.ts';
import type { AttentionRow } from './rows.ts';
import { bareOperation } from './operation-row.ts';
import type { CursorRow, WaitingRow } from './schema.ts';

export interface SyncStore {
	readonly person: string;
	nextBatch(options: {
		after: number;
		limit: number;
		bytes: number;
		held: ReadonlySet<string>;
	}): Promise<readonly Operation[]>;
	lastWaiting(): Promise<number>;
	unresolved(limit: number): Promise<readonly string[]>;
	counts(): Promise<OutboxCounts>;
	cursors(): Promise<readonly CursorRow[]>;
	server(): Promise<ServerFacts | undefined>;
	rights(): Promise<RightsFacts | undefined>;
	meta<Key extends keyof MetaValues>(key: Key): Promise<MetaValues[Key] | undefined>;
	setMeta<Key extends keyof MetaValues>(key: Key, value: MetaValues[Key]): Promise<void>;
	applyVerdicts(verdicts: readonly Verdict[], answered: Answered): Promise<readonly string[]>;
	applyPage(page: ScopePage): Promise<AppliedPage>;
	/** @param sends the work in it can still be sent and stays in the outbox */
	dropScope(scope: string, now: string, sends?: boolean): Promise<number>;
	/** Work of dropped scopes waits to be sent again; how many operations. */
	requeueDropped(): Promise<number>;
	setAside(opId: string, why: AttentionRow['why'], now: string): Promise<void>;
	noteServer(facts: ServerFacts): Promise<number>;
	/** By the server's clock, Unix milliseconds. */
	trimJournal(serverNow: number): Promise<void>;
	/** Reads what an older app could not, where that has not been done yet. On a full phone it waits: ask again. */
	readOpaqueAgain(): Promise<void>;
}

/**
 * @param read the kinds' definitions, as `record-row.ts` wants them
 * @param versions names the set of kind versions that `read` knows; without it nothing is read again
 */
export function createSyncStore(databases: Databases, read: ReadBody, versions?: string): SyncStore {
	const { pulls } = databases;
	let isReadWith = versions === undefined;
	let handed: ReadonlyMap<string, WaitingRow> = new Map();
	let before: ReadonlyMap<string, WaitingRow> = new Map();
	return {
		person: databases.person,
		async nextBatch(options) {
			const rows = await nextBatch(databases, options);
			before = handed;
			handed = new Map(rows.map((row) => [row.opId, row]));
			return rows.map(bareOperation);
		},
		lastWaiting: () => lastWaiting(databases),
		unresolved: (limit) => unresolvedIds(databases, limit),
		counts: () => pulls.run(countOutbox),
		cursors: () => pulls.run((database) => database.cursors.toArray()),
		server: () => pulls.run((database) => getMeta(database, 'server')),
		rights: () => pulls.run((database) => getMeta(database, 'rights')),
		meta: (key) => pulls.run((database) => getMeta(database, key)),
		setMeta: (key, value) => pulls.run((database) => setMeta(database, key, value)),
		applyVerdicts(verdicts, answered) {
			// The batch that is answered, or the one before where the next is under way already.
			const sent = new Map([...before, ...handed]);
			return applyVerdicts(databases, verdicts, { ...answered, read, sent });
		},
		applyPage: (page) => applyPage(databases, page, read),
		dropScope: (scope, now, sends) => dropScope(databases, scope, now, read, sends),
		requeueDropped: () => requeueDropped(databases, read),
		setAside: (opId, why, now) => setAside(databases, opId, why, now, read),
		noteServer: (facts) => noteServer(databases, facts, read),
		trimJournal: (serverNow) => trimJournal(databases, serverNow),
		async readOpaqueAgain() {
			if (isReadWith || versions === undefined) return;
			isReadWith = (await readOpaqueAgain(databases, read, versions)) !== null;
		}
	};
}

/**
 * Reads rows kept opaque by an older version again, once per set of kind versions.
 * @returns how many; null on a phone that is full: nothing keeps what is unsent from being sent, and they wait for room
 */
export async function readOpaqueAgain(
	databases: Databases,
	read: ReadBody,
	versions: string
): Promise<number | null> {
	if (databases.readOnly) return 0;
	const reading = databases.pulls.run((database) =>
		database.transaction('rw', ['meta', ...database.records.tables], async () => {
			if ((await getMeta(database, 'readWith')) === versions) return 0;
			const rows = await database.records.alone.where('opaque').equals(1).toArray();
			for (const row of rows) {
				const next = buildRow(row.id, row.base, NO_WORK, row.memberships, read, databases.person);
				if (next && row.laid === undefined) await database.records.put([next]);
			}
			await setMeta(database, 'readWith', versions);
			return rows.length;
		})
	);
	return reading.catch((error: unknown) => {
		// A disk that is really full ends the transaction and says nothing of quota.
		if (isQuota(error) || errorNames(error).includes('AbortError')) return null;
		throw error;
	});
}
