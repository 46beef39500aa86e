import { getMeta } from '#lib/storage/meta.ts';
import type { PersonDatabase } from '#lib/storage/schema.ts';
import type { Briefs } from './briefs.ts';
import { OpenSheet } from './open-sheet.ts';
import { briefOf, MOST_LINES, packSheet } from './sheet.ts';

/** Tables that a transaction around `readBriefs` needs. */
export const BRIEF_TABLES = ['briefRows', 'records', 'recordPacks', 'meta'] as const;

export interface ReadBriefs {
	readonly briefs: Briefs;
	/** False: another, later transaction of this page has already taken in what this one does not see. */
	readonly isCurrent: boolean;
}

/**
 * The briefs as they stand in this transaction; null while they are not complete. Asks only for what was written since this
 * page asked last, and a live query runs again when more is written.
 */
export async function readBriefs(
	database: PersonDatabase,
	briefs: Briefs = database.briefs
): Promise<ReadBriefs | null> {
	const known = briefs.seq;
	const rowsAfter = (seq: number) => database.briefRows.where(':id').above(seq).toArray();
	const [state, newer] = await Promise.all([getMeta(database, 'briefs'), rowsAfter(known)]);
	if (!state || state.builtTo !== null) return null;
	const isSame = state.generation === briefs.generation;
	const rows = isSame || known === 0 ? newer : await rowsAfter(0);
	const noted = [...new Set(rows.flatMap((row) => row.noted))];
	const found = noted.length === 0 ? [] : await database.records.getMany(noted);
	const there = found.filter((row) => row !== undefined).map(briefOf);
	const present: OpenSheet[] = [];
	for (let from = 0; from < there.length; from += MOST_LINES)
		present.push(new OpenSheet(packSheet(there.slice(from, from + MOST_LINES))));
	briefs.take(state.generation, isSame ? known : 0, rows, present);
	return briefs.isDoubted ? null : { briefs, isCurrent: briefs.seq === (rows.at(-1)?.seq ?? known) };
}
