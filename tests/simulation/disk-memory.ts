/** A phone's disk under Dexie in memory. */
import type { Disk, Stored, Tables } from './disk.ts';
import { failure, MemoryDisk, type MemoryBase } from './memory/memory-base.ts';
import { packedRow, packedRows, packsOf } from './packed-rows.ts';

class StoredInMemory implements Stored {
	readonly #base: MemoryBase;

	constructor(base: MemoryBase) {
		this.#base = base;
	}

	get isSettled(): boolean {
		return this.#base.transactions.every((one) => one.undo.length === 0);
	}

	rows<Name extends keyof Tables>(name: Name): Tables[Name][] {
		return [...(this.#values(name) as Tables[Name][]), ...packedRows(name, this.#values)];
	}

	row<Name extends keyof Tables>(name: Name, key: string): Tables[Name] | undefined {
		const alone = this.#base.stores.get(name)?.get(key) as Tables[Name] | undefined;
		return alone ?? packedRow(name, key, this.#values);
	}

	readonly #values = (store: string): unknown[] =>
		this.#base.stores.get(store)?.entries.map((one) => one.value) ?? [];

	changes(name: keyof Tables): number {
		const packs = packsOf(name);
		const counted = [name, ...(packs ? [packs] : [])];
		return counted.reduce((sum, one) => sum + (this.#base.stores.get(one)?.changes ?? NaN), 0);
	}

	clear(name: keyof Tables): void {
		for (const one of [name, packsOf(name) ?? '']) {
			const store = this.#base.stores.get(one);
			for (const { key } of [...(store?.entries ?? [])]) store?.delete(key);
		}
	}

	fillUp(): () => void {
		const stores = [...this.#base.stores.values()];
		for (const store of stores) store.isFull = true;
		return () => {
			for (const store of stores) store.isFull = false;
		};
	}

	closeUnderneath(): void {
		const { connections } = this.#base;
		for (const one of connections) one.isBroken = true;
		connections.clear();
		this.#base.abortAll(failure('AbortError', 'The connection was closed.'));
	}

	makeOlder(indexes: readonly (readonly [keyof Tables, string])[]): void {
		this.#base.version--;
		for (const [table, index] of indexes) this.#base.stores.get(table)?.indexes.delete(index);
	}
}

export class InMemoryDisk implements Disk {
	readonly #disk = new MemoryDisk();
	readonly indexedDB = this.#disk as unknown as IDBFactory;
	readonly #known = new WeakMap<MemoryBase, Stored>();

	stored(name: string): Stored | undefined {
		const base = this.#disk.bases.get(name);
		if (!base?.stores.has('outbox')) return undefined;
		const known = this.#known.get(base) ?? new StoredInMemory(base);
		this.#known.set(base, known);
		return known;
	}

	crash(): void {
		this.#disk.crash();
	}
}
