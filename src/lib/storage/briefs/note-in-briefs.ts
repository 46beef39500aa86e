/**
 * Whatever writes records writes, in the same transaction, what the briefs need to know of it: many at once as a sheet, a few
 * as a note of their ids, which are read when somebody looks for records.
 */
import type { Written } from '#lib/storage/packs/packed-options.ts';
import type { PersonDatabase, RecordRow } from '#lib/storage/schema.ts';
import { briefRow, type BriefRow } from './brief-row.ts';
import { briefOf, MOST_LINES, packSheet } from './sheet.ts';

/** So many rows written at once are worth a sheet of their own. */
const WORTH_A_SHEET = 16;

function ofRows(rows: readonly RecordRow[], { packOf, isNew }: Written): Partial<BriefRow> {
	return rows.length < WORTH_A_SHEET || rows.length > MOST_LINES
		? { noted: rows.map(({ id }) => id) }
		: { sheet: packSheet(rows.map((row) => ({ ...briefOf(row), pack: packOf(row.id) }))), isNew };
}

/** @param gone ids of records that are deleted */
export function noteInBriefs(
	database: PersonDatabase,
	rows: readonly RecordRow[],
	gone: readonly string[],
	written: Written
): PromiseLike<unknown> {
	return database.briefRows.add(briefRow({ gone, ...(rows.length > 0 ? ofRows(rows, written) : {}) }));
}
