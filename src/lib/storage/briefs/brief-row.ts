import type { Sheet } from './sheet.ts';

/** What was written at one time; a later row has the newer word on a record. */
export interface BriefRow {
	/** Given by the table, ascending. */
	readonly seq?: number;
	/** Records that were written: what they are now is read from their own rows. */
	readonly noted: readonly string[];
	/** Records that were deleted. */
	readonly gone: readonly string[];
	readonly sheet: Sheet | null;
	/** True: of no record on the sheet was there a word before. */
	readonly isNew?: boolean;
}

/** How the briefs of this database stand, one row of `meta`. */
export interface BriefsState {
	/** Rises when rows were written anew: what a page has in memory no longer counts. */
	readonly generation: number;
	/** Records up to this id are in briefs (and all that were written since version 2); null: all are. */
	readonly builtTo: string | null;
	/** Set once all that stand by themselves are: records in packs up to this one are in briefs, too. */
	readonly packedTo?: number | null;
}

export function briefRow(row: Partial<BriefRow>): BriefRow {
	return { noted: [], gone: [], sheet: null, ...row };
}
