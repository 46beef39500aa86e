/** Dexie's `Table` on a store in memory, as far as the product uses it. */
import { failure, nextTask, type Mode } from './memory-base.ts';
import { currentTransaction, write, type Access, type Beginner } from './memory-access.ts';
import { keyAt, type Key } from './keys.ts';
import { MemoryCollection, MemoryWhere } from './memory-collection.ts';

export class MemoryTable {
	readonly name: string;
	readonly #database: Beginner;

	constructor(database: Beginner, name: string) {
		this.#database = database;
		this.name = name;
	}

	/** Does one request, in the transaction that runs or in one of its own. */
	readonly do = async <Result>(mode: Mode, work: (access: Access) => Result): Promise<Result> => {
		const current = currentTransaction.getStore();
		if (current?.database === this.#database) {
			const { transaction } = current;
			const store = transaction.storeOf(this.name, mode);
			return transaction.request(() => work({ store, transaction }));
		}
		const transaction = this.#database.begin([this.name], mode);
		await transaction.started;
		try {
			const store = transaction.storeOf(this.name, mode);
			const result = await transaction.request(() => work({ store, transaction }));
			if (mode === 'readwrite') await nextTask();
			transaction.commit();
			if (mode === 'readwrite') await nextTask();
			return result;
		} catch (error) {
			transaction.rollBack(error as Error);
			throw error;
		}
	};

	get(key: Key): Promise<unknown> {
		return this.do('readonly', ({ store }) => store.get(key));
	}

	bulkGet(keys: readonly Key[]): Promise<unknown[]> {
		return this.do('readonly', ({ store }) => keys.map((key) => store.get(key)));
	}

	put(row: unknown): Promise<Key> {
		return this.do('readwrite', (access) => write(access, row));
	}

	add(row: unknown): Promise<Key> {
		return this.do('readwrite', (access) => {
			const key = keyAt(row, access.store.path);
			if (key !== undefined && access.store.has(key))
				throw failure('ConstraintError', `${this.name} has that key already`);
			return write(access, row);
		});
	}

	async bulkPut(rows: readonly unknown[]): Promise<void> {
		await this.#writeAll(rows);
	}

	async #writeAll(rows: readonly unknown[]): Promise<Key[]> {
		if (rows.length === 0) return [];
		return this.do('readwrite', (access) => {
			const failures: unknown[] = [];
			const keys: Key[] = [];
			for (const row of rows) {
				try {
					keys.push(write(access, row));
				} catch (error) {
					failures.push(error);
				}
			}
			if (failures.length > 0)
				throw Object.assign(failure('BulkError', `${failures.length} of ${rows.length} failed`), {
					failures
				});
			return keys;
		});
	}

	/** As with `allKeys`, the only way in which the product asks. */
	bulkAdd(rows: readonly unknown[]): Promise<Key[]> {
		return this.#writeAll(rows);
	}

	delete(key: Key): Promise<void> {
		return this.bulkDelete([key]);
	}

	async bulkDelete(keys: readonly Key[]): Promise<void> {
		if (keys.length === 0) return;
		await this.do('readwrite', ({ store, transaction }) => {
			for (const key of keys) transaction.undo.push(store.delete(key));
		});
	}

	clear(): Promise<void> {
		return this.do('readwrite', ({ store, transaction }) => {
			for (const { key } of [...store.entries]) transaction.undo.push(store.delete(key));
		});
	}

	/** @param index name of an index, its first part, or `:id` */
	where(index: string): MemoryWhere {
		return new MemoryWhere(this.do, index);
	}

	orderBy(index: string): MemoryCollection {
		return new MemoryCollection(this.do, { index, isIn: () => true });
	}

	toCollection(): MemoryCollection {
		return this.orderBy(':id');
	}

	filter(isWanted: (row: never) => boolean): MemoryCollection {
		return this.toCollection().filter(isWanted);
	}

	limit(count: number): MemoryCollection {
		return this.toCollection().limit(count);
	}

	reverse(): MemoryCollection {
		return this.toCollection().reverse();
	}

	toArray(): Promise<unknown[]> {
		return this.toCollection().toArray();
	}

	count(): Promise<number> {
		return this.toCollection().count();
	}

	each(look: (row: never) => void): Promise<void> {
		return this.toCollection().each(look);
	}
}
