/** Reference data in memory, read once from the phone and kept in step with what a pull brings. */
import Dexie from 'dexie';
import {
	REFERENCE_KINDS,
	type Heat,
	type Reference,
	type ReferenceKind,
	type ReferenceTypes
} from '#lib/domain/reference.ts';
import type { Databases } from './databases.ts';
import type { PersonDatabase, ReferenceRow } from './schema.ts';

/** The bulky lists, read after the first screen has been drawn. */
export const BULKY_KINDS: readonly ReferenceKind[] = [
	'organisation',
	'station',
	'person',
	'heat',
	'township'
];
const SMALL_KINDS = REFERENCE_KINDS.filter((kind) => !BULKY_KINDS.includes(kind));
/** As the index has them, so that what stands between two bulky lists is one request. */
const SMALL_RANGES = ranges([...REFERENCE_KINDS].sort());

function ranges(sorted: readonly ReferenceKind[]): readonly (readonly ReferenceKind[])[] {
	const found: ReferenceKind[][] = [[]];
	for (const kind of sorted) {
		if (BULKY_KINDS.includes(kind)) found.push([]);
		else found.at(-1)?.push(kind);
	}
	return found.filter((range) => range.length > 0);
}

type Entries = Map<string, unknown>;

/** A `Reference` over maps; `put` and `remove` keep it current. Lists are cached until their kind changes. */
export class ReferenceCache implements Reference {
	readonly #kinds = new Map<string, Entries>();
	readonly #lists = new Map<string, readonly unknown[]>();

	get<K extends ReferenceKind>(kind: K, code: string | null | undefined): ReferenceTypes[K] | undefined {
		if (code === null || code === undefined) return undefined;
		return this.#kinds.get(kind)?.get(code) as ReferenceTypes[K] | undefined;
	}

	all<K extends ReferenceKind>(kind: K): readonly ReferenceTypes[K][] {
		let list = this.#lists.get(kind);
		if (!list) this.#lists.set(kind, (list = [...(this.#kinds.get(kind)?.values() ?? [])]));
		return list as readonly ReferenceTypes[K][];
	}

	maximum(region: string, date: string): number | null {
		const month: Heat | undefined = this.get('heat', `${region}:${date.slice(0, 7)}`);
		const tenths = month?.days[Number(date.slice(8, 10)) - 1];
		return tenths === null || tenths === undefined ? null : tenths / 10;
	}

	put(rows: readonly Pick<ReferenceRow, 'kind' | 'code' | 'body'>[]): void {
		for (const row of rows) {
			let entries = this.#kinds.get(row.kind);
			if (!entries) this.#kinds.set(row.kind, (entries = new Map()));
			entries.set(row.code, row.body);
			this.#lists.delete(row.kind);
		}
	}

	/** Replaces the lists of these kinds. */
	replace(kinds: readonly string[], rows: readonly ReferenceRow[]): void {
		for (const kind of kinds) {
			this.#kinds.delete(kind);
			this.#lists.delete(kind);
		}
		this.put(rows);
	}

	/** The same data under a new identity, so that what was derived from it is derived again. */
	view(): Reference {
		return {
			get: (kind, code) => this.get(kind, code),
			all: (kind) => this.all(kind),
			maximum: (region, date) => this.maximum(region, date)
		};
	}

	get size(): number {
		let size = 0;
		for (const entries of this.#kinds.values()) size += entries.size;
		return size;
	}
}

/** Rows of these kinds, which have no others between them. */
function rowsOf(database: PersonDatabase, kinds: readonly ReferenceKind[]): Promise<ReferenceRow[]> {
	const between = [
		[kinds[0] ?? '', Dexie.minKey],
		[kinds.at(-1) ?? '', Dexie.maxKey]
	] as const;
	return database.reference
		.where('[kind+code]')
		.between(...between)
		.toArray();
}

/** What the first screen needs: everything but the bulky lists. */
export async function readSmallReference(database: PersonDatabase): Promise<readonly ReferenceRow[]> {
	return (await Promise.all(SMALL_RANGES.map((kinds) => rowsOf(database, kinds)))).flat();
}

export async function loadSmallReference(databases: Databases, cache: ReferenceCache): Promise<void> {
	cache.replace(SMALL_KINDS, await databases.saves.run(readSmallReference));
}

/** Organisations, stations, persons, heat calendar, townships. */
export async function loadBulkyReference(databases: Databases, cache: ReferenceCache): Promise<void> {
	const lists = await databases.saves.run((database) =>
		Promise.all(BULKY_KINDS.map((kind) => rowsOf(database, [kind])))
	);
	cache.replace(BULKY_KINDS, lists.flat());
}

/** True once a first pull has brought reference data. */
export async function hasReference(database: PersonDatabase): Promise<boolean> {
	const cursor = await database.cursors.get('ref');
	return cursor !== undefined && (!cursor.sweeping || cursor.sweep > 1);
}
