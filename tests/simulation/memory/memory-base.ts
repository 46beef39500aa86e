/** What a phone's storage holds, in memory: databases with their stores, and transactions that are serial where they touch. */
import { compareKeys, keyAt, keysAt, nameOf, type Key, type KeyPath } from './keys.ts';

export interface Entry {
	readonly key: Key;
	readonly value: unknown;
}

/** An error with the name that a browser gives it. */
export function failure(name: string, message: string): Error {
	return Object.assign(new Error(message), { name });
}

export class MemoryStore {
	readonly name: string;
	readonly path: KeyPath;
	/** By the name that is asked for. */
	readonly indexes = new Map<string, KeyPath>();
	/** Paths of indexes that have a row under each entry of a list, with their rows by the entry. */
	readonly lists = new Map<KeyPath, Map<string | number, Set<Entry>>>();
	readonly #isNumbered: boolean;
	#number = 0;
	/** In the order of their keys. */
	entries: Entry[] = [];
	readonly #byName = new Map<string | number, Entry>();
	/** Rows written, deleted and put back so far. */
	changes = 0;
	/** The storage is full: no row is taken. */
	isFull = false;

	/** @param isNumbered a row without a key is given the next number */
	constructor(name: string, path: KeyPath, isNumbered = false) {
		this.name = name;
		this.path = path;
		this.#isNumbered = isNumbered;
	}

	/** The row with its key. */
	keyed(value: unknown): unknown {
		const { path } = this;
		if (!this.#isNumbered || typeof path !== 'string' || keyAt(value, path) !== undefined) return value;
		return { ...(value as object), [path]: ++this.#number };
	}

	get(key: Key): unknown {
		return this.#byName.get(nameOf(key))?.value;
	}

	has(key: Key): boolean {
		return this.#byName.has(nameOf(key));
	}

	/** @returns how to undo it */
	put(value: unknown): () => void {
		if (this.isFull) throw failure('QuotaExceededError', 'The storage is full.');
		const key = keyAt(value, this.path);
		if (key === undefined) throw failure('DataError', `a row of ${this.name} has no key`);
		return this.#set(key, { key, value: frozen(value) });
	}

	/** @returns how to undo it */
	delete(key: Key): () => void {
		return this.#set(key, undefined);
	}

	#set(key: Key, entry: Entry | undefined): () => void {
		this.changes++;
		const name = nameOf(key);
		const before = this.#byName.get(name);
		if (before && entry) this.entries[this.#placeOf(key)] = entry;
		else if (before) this.entries.splice(this.#placeOf(key), 1);
		else if (entry) this.entries.splice(this.#placeOf(key), 0, entry);
		if (entry) this.#byName.set(name, entry);
		else this.#byName.delete(name);
		for (const [path, rows] of this.lists) {
			for (const one of keysAt(before?.value, path)) rows.get(nameOf(one))?.delete(before as Entry);
			for (const one of keysAt(entry?.value, path)) {
				const there = rows.get(nameOf(one)) ?? new Set<Entry>();
				if (entry) rows.set(nameOf(one), there.add(entry));
			}
		}
		return () => void this.#set(key, before);
	}

	/** Place of the first entry that is not before `key`. */
	#placeOf(key: Key): number {
		let from = 0;
		let to = this.entries.length;
		while (from < to) {
			const middle = (from + to) >> 1;
			if (compareKeys((this.entries[middle] as Entry).key, key) < 0) from = middle + 1;
			else to = middle;
		}
		return from;
	}
}

/** What `frozen` made, whole: it may lie in several rows. */
const made = new WeakSet<object>();

/** A copy that nobody can change: whoever reads it is given it as it is. */
function frozen(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || made.has(value)) return value;
	const copy = copied(value);
	if (Object.isFrozen(copy)) made.add(copy);
	return copy;
}

function copied(value: object): object {
	if (Array.isArray(value)) return Object.freeze(value.map(frozen));
	const prototype: unknown = Object.getPrototypeOf(value);
	if (prototype !== Object.prototype && prototype !== null) return structuredClone(value);
	const copy: Record<string, unknown> = {};
	for (const key in value) copy[key] = frozen((value as Record<string, unknown>)[key]);
	return Object.freeze(copy);
}

export type Mode = 'readonly' | 'readwrite';

export class MemoryTransaction {
	readonly #base: MemoryBase;
	readonly stores: ReadonlySet<string>;
	readonly mode: Mode;
	readonly undo: (() => void)[] = [];
	state: 'waiting' | 'running' | 'done' = 'waiting';
	/** Set when it ended without its commit. */
	aborted: Error | null = null;
	#start: () => void = () => {};
	readonly started: Promise<void>;

	constructor(base: MemoryBase, stores: readonly string[], mode: Mode) {
		this.#base = base;
		this.stores = new Set(stores);
		this.mode = mode;
		this.started = new Promise((resolve) => (this.#start = resolve));
	}

	start(): void {
		this.state = 'running';
		this.#start();
	}

	/** Its next request, a task of its own. */
	request<Result>(work: () => Result): Promise<Result> {
		return new Promise((resolve, reject) => {
			setImmediate(() => {
				try {
					if (this.state !== 'running')
						throw this.aborted ?? failure('TransactionInactiveError', 'The transaction has ended.');
					resolve(work());
				} catch (error) {
					reject(error as Error);
				}
			});
		});
	}

	storeOf(name: string, mode: Mode): MemoryStore {
		const store = this.stores.has(name) ? this.#base.stores.get(name) : undefined;
		if (!store) throw failure('NotFoundError', `${name} is not part of the transaction.`);
		if (mode === 'readwrite' && this.mode === 'readonly')
			throw failure('ReadOnlyError', `${name} is only read in this transaction.`);
		return store;
	}

	/** @throws what ended it before */
	commit(): void {
		if (this.aborted) throw this.aborted;
		this.undo.length = 0;
		this.#end();
	}

	#end(): void {
		this.state = 'done';
		this.#base.ended(this);
	}

	rollBack(why: Error): void {
		if (this.state === 'done') return;
		this.aborted = why;
		for (const undo of this.undo.reverse()) undo();
		this.undo.length = 0;
		this.#end();
		// Whoever still waits for its turn is told when it asks.
		this.#start();
	}
}

/** One tab's hold on a database. */
export interface MemoryConnection {
	isBroken: boolean;
	/** Told that another wants a newer version, or the database gone. */
	onVersionChange(): void;
}

export class MemoryBase {
	/** As IndexedDB counts: ten times Dexie's. */
	version = 0;
	readonly stores = new Map<string, MemoryStore>();
	readonly connections = new Set<MemoryConnection>();
	/** Those that have not ended, in the order in which they were begun. */
	transactions: MemoryTransaction[] = [];

	begin(stores: readonly string[], mode: Mode): MemoryTransaction {
		const transaction = new MemoryTransaction(this, stores, mode);
		this.transactions.push(transaction);
		this.#startWhatCan();
		return transaction;
	}

	ended(transaction: MemoryTransaction): void {
		this.transactions = this.transactions.filter((one) => one !== transaction);
		this.#startWhatCan();
	}

	#startWhatCan(): void {
		for (const [place, one] of this.transactions.entries()) {
			if (one.state !== 'waiting') continue;
			const isFree = this.transactions
				.slice(0, place)
				.every(
					(earlier) =>
						(earlier.mode === 'readonly' && one.mode === 'readonly') ||
						one.stores.isDisjointFrom(earlier.stores)
				);
			if (isFree) one.start();
		}
	}

	/** Everything that is under way ends here without its commit. */
	abortAll(why: Error): void {
		const { transactions } = this;
		this.transactions = [];
		for (const one of transactions) one.rollBack(why);
	}
}

/** In the place of a browser's `indexedDB`: what one phone keeps. */
export class MemoryDisk {
	readonly bases = new Map<string, MemoryBase>();

	/** The process dies: of what was not committed nothing is left. */
	crash(): void {
		for (const base of this.bases.values()) {
			base.connections.clear();
			base.abortAll(failure('AbortError', 'The process has died.'));
		}
	}
}

/** In the next task: a process may have died before. */
export const nextTask = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
