/**
 * Dexie in memory, as far as the product uses it: put in Dexie's place, so that the product's own storage runs unchanged and
 * ten times quicker. Every request, commit and open is a task of its own, as it is in a browser: a phone can die before and
 * after each. What only a real IndexedDB does is played on one: fake-indexeddb here, Chromium in tests/e2e.
 */
import {
	failure,
	MemoryBase,
	MemoryStore,
	nextTask,
	type MemoryConnection,
	type MemoryDisk,
	type MemoryTransaction,
	type Mode
} from './memory-base.ts';
import { MAX_KEY, MIN_KEY, type KeyPath } from './keys.ts';
import { currentTransaction, type Beginner } from './memory-access.ts';
import { MemoryTable } from './memory-table.ts';

interface Version {
	readonly number: number;
	stores: Record<string, string | null>;
	upgrade: ((database: MemoryDexie) => unknown) | null;
}

const pathOf = (text: string): KeyPath =>
	text.startsWith('[') ? text.slice(1, -1).split('+') : text.replace(/^[&*+]+/, '');

export class MemoryDexie implements MemoryConnection, Beginner {
	static readonly minKey = MIN_KEY;
	static readonly maxKey = MAX_KEY;

	static get currentTransaction(): object | null {
		return currentTransaction.getStore()?.transaction ?? null;
	}

	readonly name: string;
	readonly #disk: MemoryDisk;
	readonly #versions: Version[] = [];
	readonly #listeners = new Map<string, (() => unknown)[]>();
	readonly tables: MemoryTable[] = [];
	#base: MemoryBase | null = null;
	isBroken = false;

	constructor(name: string, options: { indexedDB?: unknown } = {}) {
		this.name = name;
		this.#disk = options.indexedDB as MemoryDisk;
	}

	/** The highest version this app declares. */
	get verno(): number {
		return Math.max(0, ...this.#versions.map((one) => one.number));
	}

	version(number: number) {
		const version: Version = { number, stores: {}, upgrade: null };
		this.#versions.push(version);
		const chain = {
			stores: (stores: Record<string, string | null>) => {
				version.stores = stores;
				for (const name of Object.keys(stores)) this.#table(name);
				return chain;
			},
			upgrade: (work: (database: MemoryDexie) => unknown) => {
				version.upgrade = work;
				return chain;
			}
		};
		return chain;
	}

	#table(name: string): void {
		if (this.tables.some((one) => one.name === name)) return;
		const table = new MemoryTable(this, name);
		this.tables.push(table);
		// As Dexie does: what a class says of itself under the name of a table stays.
		if (!(name in this)) Object.defineProperty(this, name, { value: table, configurable: true });
	}

	table(name: string): MemoryTable {
		const found = this.tables.find((one) => one.name === name);
		if (!found) throw failure('InvalidTableError', `there is no table ${name}`);
		return found;
	}

	on(event: string, listener: () => unknown): void {
		this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
	}

	/** What lies below the tables is of the real one: without it lists read the records themselves. */
	use(): void {}

	onVersionChange(): void {
		for (const listener of this.#listeners.get('versionchange') ?? []) listener();
	}

	async open(): Promise<this> {
		await nextTask();
		let base = this.#disk.bases.get(this.name);
		if (!base) this.#disk.bases.set(this.name, (base = new MemoryBase()));
		const before = base.version;
		const wanted = this.verno * 10;
		if (before < wanted) {
			for (const other of [...base.connections]) other.onVersionChange();
			this.#shape(base);
			base.version = wanted;
			this.#connect(base);
			for (const { number, upgrade } of this.#inOrder())
				if (before > 0 && number * 10 > before)
					await this.transaction('rw', this.tables, () => upgrade?.(this));
		}
		await nextTask();
		this.#connect(base);
		return this;
	}

	#connect(base: MemoryBase): void {
		this.isBroken = false;
		this.#base = base;
		base.connections.add(this);
	}

	#inOrder(): Version[] {
		return this.#versions.toSorted((one, other) => one.number - other.number);
	}

	#shape(base: MemoryBase): void {
		for (const { stores } of this.#inOrder()) {
			for (const [name, text] of Object.entries(stores)) {
				if (text === null) {
					base.stores.delete(name);
					continue;
				}
				const [primary = '', ...indexes] = text.split(',').map((one) => one.trim());
				const store =
					base.stores.get(name) ?? new MemoryStore(name, pathOf(primary), primary.startsWith('++'));
				base.stores.set(name, store);
				store.indexes.clear();
				for (const index of indexes) {
					store.indexes.set(index.replace('*', ''), pathOf(index));
					const path = pathOf(index);
					if (index.startsWith('*') && !store.lists.has(path)) store.lists.set(path, new Map());
				}
			}
		}
	}

	isOpen(): boolean {
		return this.#base !== null;
	}

	backendDB() {
		return this.#base && { version: this.#base.version, close: () => void (this.isBroken = true) };
	}

	/** What is under way may end. */
	close(): void {
		this.#base?.connections.delete(this);
		this.#base = null;
	}

	async delete(): Promise<void> {
		this.close();
		await nextTask();
		for (const other of this.#disk.bases.get(this.name)?.connections ?? []) other.onVersionChange();
		this.#disk.bases.delete(this.name);
	}

	begin(stores: readonly string[], mode: Mode): MemoryTransaction {
		if (!this.#base) throw failure('DatabaseClosedError', 'The database is closed.');
		if (this.isBroken) throw failure('InvalidStateError', 'The connection was closed.');
		return this.#base.begin(stores, mode);
	}

	/** `transaction(mode, table, ..., work)` or with the tables in a list. */
	async transaction(mode: string, ...given: unknown[]): Promise<unknown> {
		const work = given.pop() as () => unknown;
		const names = given.flat().map((one) => (typeof one === 'string' ? one : (one as MemoryTable).name));
		const outer = currentTransaction.getStore();
		if (outer?.database === this && outer.transaction.state === 'running') return work();
		const transaction = this.begin(names, mode.startsWith('rw') ? 'readwrite' : 'readonly');
		await transaction.started;
		try {
			// The browser gives the transaction in a task, and commits in another when nothing more is asked of it.
			await nextTask();
			if (transaction.aborted) throw transaction.aborted;
			const result = await currentTransaction.run({ database: this, transaction }, work);
			await nextTask();
			transaction.commit();
			await nextTask();
			return result;
		} catch (error) {
			transaction.rollBack(error as Error);
			throw error;
		}
	}
}

export default MemoryDexie;
export { MemoryDexie as Dexie };

export function liveQuery(): never {
	throw failure('MissingAPIError', 'No screen is open in a simulation.');
}
