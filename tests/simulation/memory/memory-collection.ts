/** Dexie's `Collection` and `WhereClause` on a store in memory, as far as the product uses them. */
import type { Entry, MemoryStore } from './memory-base.ts';
import { compareKeys, keyAt, nameOf, type Key } from './keys.ts';
import { pathOf, write, type Access, type Do } from './memory-access.ts';

interface Asked {
	readonly index: string;
	readonly isIn: (key: Key) => boolean;
	/** The one key that is in, where it is one. */
	readonly only?: Key;
	readonly filters?: readonly ((row: never) => boolean)[];
	readonly isReversed?: boolean;
	readonly skip?: number;
	readonly most?: number;
}

export class MemoryWhere {
	readonly #do: Do;
	readonly #index: string;

	constructor(work: Do, index: string) {
		this.#do = work;
		this.#index = index;
	}

	#which(isIn: (key: Key) => boolean): MemoryCollection {
		return new MemoryCollection(this.#do, { index: this.#index, isIn });
	}

	equals(wanted: Key): MemoryCollection {
		const isIn = (key: Key) => compareKeys(key, wanted) === 0;
		return new MemoryCollection(this.#do, { index: this.#index, isIn, only: wanted });
	}
	anyOf(wanted: readonly Key[]): MemoryCollection {
		return this.#which((key) => wanted.some((one) => compareKeys(key, one) === 0));
	}
	between(from: Key, to: Key, withFrom = true, withTo = false): MemoryCollection {
		return this.#which((key) => {
			const low = compareKeys(key, from);
			const high = compareKeys(key, to);
			return (low > 0 || (withFrom && low === 0)) && (high < 0 || (withTo && high === 0));
		});
	}
	above(limit: Key): MemoryCollection {
		return this.#which((key) => compareKeys(key, limit) > 0);
	}
	aboveOrEqual(limit: Key): MemoryCollection {
		return this.#which((key) => compareKeys(key, limit) >= 0);
	}
	below(limit: Key): MemoryCollection {
		return this.#which((key) => compareKeys(key, limit) < 0);
	}
	belowOrEqual(limit: Key): MemoryCollection {
		return this.#which((key) => compareKeys(key, limit) <= 0);
	}
	startsWith(text: string): MemoryCollection {
		return this.#which((key) => typeof key === 'string' && key.startsWith(text));
	}
}

export class MemoryCollection {
	readonly #do: Do;
	readonly #asked: Asked;

	constructor(work: Do, asked: Asked) {
		this.#do = work;
		this.#asked = asked;
	}

	#with(change: Partial<Asked>): MemoryCollection {
		return new MemoryCollection(this.#do, { ...this.#asked, ...change });
	}

	#read<Result>(take: (found: Entry[]) => Result): Promise<Result> {
		return this.#do('readonly', ({ store }) => take(found(store, this.#asked)));
	}

	#write<Result>(change: (found: Entry[], access: Access) => Result): Promise<Result> {
		return this.#do('readwrite', (access) => change(found(access.store, this.#asked), access));
	}

	limit(most: number): MemoryCollection {
		return this.#with({ most });
	}
	offset(skip: number): MemoryCollection {
		return this.#with({ skip });
	}
	reverse(): MemoryCollection {
		return this.#with({ isReversed: !this.#asked.isReversed });
	}
	filter(isWanted: (row: never) => boolean): MemoryCollection {
		return this.#with({ filters: [...(this.#asked.filters ?? []), isWanted] });
	}
	and(isWanted: (row: never) => boolean): MemoryCollection {
		return this.filter(isWanted);
	}
	clone(): MemoryCollection {
		return this.#with({});
	}

	toArray(): Promise<unknown[]> {
		return this.#read((entries) => entries.map((one) => one.value));
	}
	primaryKeys(): Promise<Key[]> {
		return this.#read((entries) => entries.map((one) => one.key));
	}
	count(): Promise<number> {
		return this.#read((entries) => entries.length);
	}
	first(): Promise<unknown> {
		return this.limit(1).#read((entries) => entries[0]?.value);
	}
	last(): Promise<unknown> {
		return this.reverse().first();
	}
	each(look: (row: never) => void): Promise<void> {
		return this.#read((entries) => entries.forEach((one) => look(one.value as never)));
	}
	async sortBy(field: string): Promise<unknown[]> {
		const keyOf = (row: unknown) => keyAt(row, field) ?? -Infinity;
		return (await this.toArray()).sort((one, other) => compareKeys(keyOf(one), keyOf(other)));
	}

	delete(): Promise<number> {
		return this.#write((entries, { store, transaction }) => {
			for (const { key } of entries) transaction.undo.push(store.delete(key));
			return entries.length;
		});
	}
	modify(change: object | ((row: Record<string, unknown>) => void)): Promise<number> {
		return this.#write((entries, access) => {
			for (const { value } of entries) {
				const copy = { ...(value as Record<string, unknown>) };
				if (typeof change === 'function') (change as (row: Record<string, unknown>) => void)(copy);
				else Object.assign(copy, change);
				write(access, copy);
			}
			return entries.length;
		});
	}
}

function found(store: MemoryStore, asked: Asked): Entry[] {
	const { path, isPrefix } = pathOf(store, asked.index);
	const { isIn, filters = [] } = asked;
	let entries: Entry[];
	const listed = asked.only === undefined ? undefined : store.lists.get(path);
	if (listed && asked.only !== undefined) {
		entries = [...(listed.get(nameOf(asked.only)) ?? [])];
		entries.sort((one, other) => compareKeys(one.key, other.key));
	} else if (path === store.path && !isPrefix) {
		entries = store.entries.filter(({ key }) => isIn(key));
	} else {
		const keyed: { key: Key; entry: Entry }[] = [];
		for (const entry of store.entries) {
			const at = keyAt(entry.value, path);
			for (const key of store.lists.has(path) ? ((at ?? []) as readonly Key[]) : [at])
				if (key !== undefined && isIn(isPrefix ? ((key as readonly Key[])[0] as Key) : key))
					keyed.push({ key, entry });
		}
		// Equal keys stay in the order of the primary one.
		keyed.sort((one, other) => compareKeys(one.key, other.key));
		entries = keyed.map((one) => one.entry);
	}
	if (asked.isReversed) entries.reverse();
	for (const isWanted of filters) entries = entries.filter((one) => isWanted(one.value as never));
	if (asked.skip !== undefined || asked.most !== undefined) {
		const skip = asked.skip ?? 0;
		entries = entries.slice(skip, asked.most === undefined ? undefined : skip + asked.most);
	}
	return entries;
}
