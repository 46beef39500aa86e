/** What a packed table is told of its rows, and says of them. */
import type { IndexableType } from 'dexie';
import type { PackRow } from './pack.ts';

/** How rows of a sort are found by something else than their id. */
export interface Found<Row> {
	/** Those that stand by themselves, by an index. */
	readonly index: string;
	/** Key in that index. */
	keyOf(value: string): IndexableType;
	/** The value by which this row is found; null: it is not. */
	valueOf(row: Row): string | null;
}

export interface PackedOptions<Row, Name extends string> {
	/** Table of the rows that stand by themselves. */
	readonly rows: string;
	readonly packs: string;
	idOf(row: Row): string;
	readonly found: Readonly<Record<Name, Found<Row>>>;
	/** False: it will soon be written again, and stays by itself. */
	isSettled(row: Row): boolean;
	/** What a row is dated by: rows that are shown or trimmed together lie together. */
	orderOf(row: Row): string;
	/** Called in the transaction of each writing. */
	onWrite?(rows: readonly Row[], gone: readonly string[], written: Written): PromiseLike<unknown>;
	/** Further tables that `onWrite` needs. */
	readonly besides?: readonly string[];
}

/** What is known of rows that were written. */
export interface Written {
	/** Pack in which a row stands now; 0: it stands by itself. */
	packOf(id: string): number;
	/** True: none of them was there before. */
	readonly isNew: boolean;
}

/** Where a row may stand: what is not found there is looked for. `pack` 0: by itself. */
export interface Guess {
	readonly id: string;
	readonly pack?: number;
}

/** Rows as they stand in a transaction until something is written. */
export interface Placed<Row> {
	/** Those that were asked for. */
	readonly ids: ReadonlySet<string>;
	/** Those that are there. */
	readonly rows: ReadonlyMap<string, Row>;
	/** Ids of those that stand by themselves. */
	readonly alone: ReadonlySet<string>;
	/** Packs that hold the others. */
	readonly packs: readonly PackRow[];
}
