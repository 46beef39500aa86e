/** How tables and collections reach rows: through a transaction, under the name of an index. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { failure, type MemoryStore, type MemoryTransaction, type Mode } from './memory-base.ts';
import { keyAt, type Key, type KeyPath } from './keys.ts';

/** Who begins transactions: a database as one tab holds it. */
export interface Beginner {
	begin(stores: readonly string[], mode: Mode): MemoryTransaction;
}

/** The transaction in which code runs, whatever it awaits of it. */
export const currentTransaction = new AsyncLocalStorage<{
	readonly database: Beginner;
	readonly transaction: MemoryTransaction;
}>();

export interface Access {
	readonly store: MemoryStore;
	readonly transaction: MemoryTransaction;
}

/** Does one request. */
export type Do = <Result>(mode: Mode, work: (access: Access) => Result) => Promise<Result>;

export function write({ store, transaction }: Access, given: unknown): Key {
	const row = store.keyed(given);
	transaction.undo.push(store.put(row));
	return keyAt(row, store.path) as Key;
}

const nameOfPath = (path: KeyPath): string => (typeof path === 'string' ? path : `[${path.join('+')}]`);

/** The path of an index, of the compound one that begins so, or of the primary key. */
export function pathOf(store: MemoryStore, index: string): { path: KeyPath; isPrefix: boolean } {
	if (index === ':id' || index === nameOfPath(store.path)) return { path: store.path, isPrefix: false };
	const exact = store.indexes.get(index);
	if (exact !== undefined) return { path: exact, isPrefix: false };
	for (const path of [store.path, ...store.indexes.values()])
		if (typeof path !== 'string' && path[0] === index) return { path, isPrefix: true };
	throw failure('SchemaError', `${store.name} has no index ${index}`);
}
