/** What is committed in a phone's database, read without disturbing it. */
import { forceCloseDatabase, type IDBDatabase, type IDBFactory } from 'fake-indexeddb';
import type {
	MetaRow,
	AcceptedRow,
	CursorRow,
	RecordRow,
	ReferenceRow,
	WaitingRow
} from '#lib/storage/schema.ts';
import type { AttentionRow } from '#lib/storage/rows.ts';
import type { StoredDraft } from '#lib/storage/drafts.ts';

interface RawRecords {
	values(): Iterable<{ readonly value: unknown }>;
	get(key: unknown): { readonly value: unknown } | undefined;
	clear(): unknown;
}
interface RawStore {
	readonly records: RawRecords;
	readonly rawIndexes: Map<string, unknown>;
	storeRecord: (...given: unknown[]) => unknown;
}
interface RawTransaction {
	_state: string;
	readonly mode: string;
	readonly _rollbackLog: (() => void)[];
	_requests: unknown[];
}
export interface RawDatabase {
	version: number;
	transactions: RawTransaction[];
	connections: IDBDatabase[];
	readonly rawObjectStores: Map<string, RawStore>;
}

export interface Tables {
	outbox: WaitingRow;
	journal: AcceptedRow;
	attention: AttentionRow;
	records: RecordRow;
	reference: ReferenceRow;
	cursors: CursorRow;
	meta: MetaRow;
	drafts: StoredDraft;
}

export function rawDatabase(factory: IDBFactory, name: string): RawDatabase | undefined {
	return (factory as unknown as { _databases: Map<string, RawDatabase> })._databases.get(name);
}

/** True when nothing is written that may still be rolled back. */
export function isSettled(raw: RawDatabase): boolean {
	return raw.transactions.every((one) => one._state === 'finished' || one._rollbackLog.length === 0);
}

export function rowsOf<Name extends keyof Tables>(raw: RawDatabase, name: Name): Tables[Name][] {
	const store = raw.rawObjectStores.get(name);
	return store ? Array.from(store.records.values(), (one) => one.value as Tables[Name]) : [];
}

export function rowOf<Name extends keyof Tables>(
	raw: RawDatabase,
	name: Name,
	key: unknown
): Tables[Name] | undefined {
	return raw.rawObjectStores.get(name)?.records.get(key)?.value as Tables[Name] | undefined;
}

/** No store takes a row any more; the function given back makes room again. */
export function fillUp(raw: RawDatabase): () => void {
	const stores = [...raw.rawObjectStores.values()];
	for (const store of stores) {
		const write = store.storeRecord.bind(store);
		store.storeRecord = (...given) => {
			// Without a log it is a transaction that is rolled back.
			if (given[2] === undefined) return write(...given);
			throw new DOMException('The storage is full.', 'QuotaExceededError');
		};
	}
	return () => {
		for (const store of stores) Reflect.deleteProperty(store, 'storeRecord');
	};
}

/** Closes all connections, as browsers do when they like. */
export function closeUnderneath(raw: RawDatabase): void {
	// The types name the class where the function takes an instance.
	for (const connection of raw.connections) forceCloseDatabase(connection as unknown as typeof IDBDatabase);
}

/** What is left when the process dies: of transactions that were not committed, nothing. */
export function rollBack(raw: RawDatabase): void {
	for (const one of raw.transactions) {
		if (one._state !== 'finished') for (const undo of one._rollbackLog.reverse()) undo();
		one._state = 'finished';
		one._requests = [];
	}
	raw.transactions = [];
	raw.connections = [];
}
