/** A phone's disk under the real Dexie: fake-indexeddb, whose inside is read and broken. */
import { forceCloseDatabase, IDBFactory, type IDBDatabase } from 'fake-indexeddb';
import type { Disk, Stored, Tables } from './disk.ts';
import { packedRow, packedRows, packsOf } from './packed-rows.ts';

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
interface RawDatabase {
	version: number;
	transactions: RawTransaction[];
	connections: IDBDatabase[];
	readonly rawObjectStores: Map<string, RawStore>;
}
interface RawFactory {
	readonly _databases: Map<string, RawDatabase>;
	readonly _connectionQueues: Map<string, unknown>;
}

class StoredIndexedDb implements Stored {
	readonly #raw: RawDatabase;

	constructor(raw: RawDatabase) {
		this.#raw = raw;
	}

	get isSettled(): boolean {
		return this.#raw.transactions.every((one) => one._state === 'finished' || one._rollbackLog.length === 0);
	}

	rows<Name extends keyof Tables>(name: Name): Tables[Name][] {
		return [...(this.#values(name) as Tables[Name][]), ...packedRows(name, this.#values)];
	}

	row<Name extends keyof Tables>(name: Name, key: string): Tables[Name] | undefined {
		const alone = this.#raw.rawObjectStores.get(name)?.records.get(key)?.value;
		return (alone as Tables[Name] | undefined) ?? packedRow(name, key, this.#values);
	}

	readonly #values = (name: string): unknown[] => {
		const store = this.#raw.rawObjectStores.get(name);
		return store ? Array.from(store.records.values(), (one) => one.value) : [];
	};

	changes(): number {
		return NaN;
	}

	clear(name: keyof Tables): void {
		for (const one of [name, packsOf(name) ?? '']) this.#raw.rawObjectStores.get(one)?.records.clear();
	}

	fillUp(): () => void {
		const stores = [...this.#raw.rawObjectStores.values()];
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

	closeUnderneath(): void {
		// The types name the class where the function takes an instance.
		for (const connection of this.#raw.connections)
			forceCloseDatabase(connection as unknown as typeof IDBDatabase);
	}

	makeOlder(indexes: readonly (readonly [keyof Tables, string])[]): void {
		this.#raw.version--;
		for (const [table, index] of indexes) this.#raw.rawObjectStores.get(table)?.rawIndexes.delete(index);
	}
}

export class IndexedDbDisk implements Disk {
	readonly #factory = new IDBFactory();
	readonly indexedDB = this.#factory as unknown as globalThis.IDBFactory;

	get #raw(): RawFactory {
		return this.#factory as unknown as RawFactory;
	}

	stored(name: string): Stored | undefined {
		const raw = this.#raw._databases.get(name);
		return raw?.rawObjectStores.has('outbox') ? new StoredIndexedDb(raw) : undefined;
	}

	crash(): void {
		for (const raw of this.#raw._databases.values()) {
			for (const one of raw.transactions) {
				if (one._state !== 'finished') for (const undo of one._rollbackLog.reverse()) undo();
				one._state = 'finished';
				one._requests = [];
			}
			raw.transactions = [];
			raw.connections = [];
		}
		// An open that was under way would keep every later one waiting.
		this.#raw._connectionQueues.clear();
	}
}
