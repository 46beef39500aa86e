/** What a phone keeps, as a bystander sees it: what is committed, read without disturbing it, and what befalls it. */
import type {
	MetaRow,
	AcceptedRow,
	CursorRow,
	RecordRow,
	ReferenceRow,
	WaitingRow
} from '#lib/storage/schema.ts';
import type { PhotoBytesRow, PhotoRow } from '#lib/storage/photos/photo-row.ts';
import type { AttentionRow, DraftRow, StockRow } from '#lib/storage/rows.ts';

export interface Tables {
	outbox: WaitingRow;
	journal: AcceptedRow;
	attention: AttentionRow;
	records: RecordRow;
	reference: ReferenceRow;
	cursors: CursorRow;
	meta: MetaRow;
	drafts: DraftRow;
	attachments: PhotoRow;
	attachmentBytes: PhotoBytesRow;
	stock: StockRow;
}

/** One database. */
export interface Stored {
	/** True when nothing is written that may still be rolled back. */
	readonly isSettled: boolean;
	rows<Name extends keyof Tables>(name: Name): Tables[Name][];
	row<Name extends keyof Tables>(name: Name, key: string): Tables[Name] | undefined;
	/** How often a row of it was written or taken back so far; NaN where that is not counted. */
	changes(name: keyof Tables): number;
	/** Loses all rows of a store, as only a bug could. */
	clear(name: keyof Tables): void;
	/** No store takes a row any more; the function given back makes room again. */
	fillUp(): () => void;
	/** Closes all connections, as browsers do when they like. */
	closeUnderneath(): void;
	/** As an older app left it: without these indexes. */
	makeOlder(indexes: readonly (readonly [table: keyof Tables, index: string])[]): void;
}

/** All databases of a phone. */
export interface Disk {
	/** What the product is given. */
	readonly indexedDB: IDBFactory;
	/** A database, once its tables are there. */
	stored(name: string): Stored | undefined;
	/** The process dies: of transactions that were not committed nothing is left. */
	crash(): void;
}
