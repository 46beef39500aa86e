/** What is committed in a phone's database, read without disturbing it. */
import type { IDBFactory } from 'fake-indexeddb';
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
	connections: unknown[];
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
