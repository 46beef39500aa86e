/** The phone's storage as the sync engine sees it: one object, loaded together with the engine after the first screen. */
import type { Operation, Verb, Verdict } from '#lib/domain/operation.ts';
import type { ScopePage } from '#lib/protocol/pull.ts';
import { applyPage, type AppliedPage } from './apply-page.ts';
import { applyVerdicts, setAside, type Answered } from './apply-verdicts.ts';
import type { Databases } from './databases.ts';
import { dropScope } from './drop-scope.ts';
import { markRevoked } from './mark-revoked.ts';
import { getMeta, setMeta, type MetaValues, type RightsFacts, type ServerFacts } from './meta.ts';
import { nextBatch, unresolvedIds } from './next-batch.ts';
import { noteServer, trimJournal } from './note-server.ts';
import { countOutbox, lastWaiting, type OutboxCounts } from './outbox.ts';
import { readAgain } from './read-again.ts';
import type { ReadBody } from './record-row.ts';
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
		held: ReadonlyMap<string, Verb>;
	}): Promise<readonly Operation[]>;
	lastWaiting(): Promise<number>;
	unresolved(limit: number): Promise<readonly string[]>;
	counts(): Promise<OutboxCounts>;
	cursors(): Promise<readonly CursorRow[]>;
	server(): Promise<ServerFacts | undefined>;
	rights(): Promise<RightsFacts | undefined>;
	meta<Key extends keyof MetaValues>(key: Key): Promise<MetaValues[Key] | undefined>;
	setMeta<Key extends keyof MetaValues>(key: Key, value: MetaValues[Key]): Promise<void>;
	/** Nothing is saved any more; false where work waits, and then nothing is marked. */
	markRevoked(): Promise<boolean>;
	applyVerdicts(verdicts: readonly Verdict[], answered: Answered): Promise<readonly string[]>;
	applyPage(page: ScopePage): Promise<AppliedPage>;
	/** @param sends the work in it can still be sent and stays in the outbox */
	dropScope(scope: string, now: string, sends?: boolean): Promise<number>;
	/** Work that was set aside without having been sent waits again; how many operations. */
	requeueDropped(): Promise<number>;
	setAside(opId: string, why: AttentionRow['why'], now: string): Promise<void>;
	noteServer(facts: ServerFacts): Promise<number>;
	/** By the server's clock, Unix milliseconds. */
	trimJournal(serverNow: number): Promise<void>;
	/** Brings what an older app has stored to what this one reads, once. On a full phone it waits: ask again. */
	readAgain(): Promise<void>;
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
			const rows = await nextBatch(databases, options, read);
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
		markRevoked: () => markRevoked(databases),
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
		async readAgain() {
			if (isReadWith || versions === undefined) return;
			isReadWith = (await readAgain(databases, read, versions)) !== null;
		}
	};
}
