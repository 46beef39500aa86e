import type { Sql } from '#lib/server/database/schema.ts';
import { countFigures } from './rebuild-figures.ts';

/** One sum that is not what the records say. */
export interface FigureFault {
	/** Columns of its key, joined by a space. */
	readonly key: string;
	readonly kept: readonly number[];
	readonly counted: readonly number[];
}

/** Compares the running figures with the records; none is how it must be. Call it in a snapshot. */
export async function checkFigures(db: Sql): Promise<FigureFault[]> {
	const counted = await countFigures(db);
	const kept = {
		figures: await db.selectFrom('figure').selectAll().execute(),
		tallies: await db.selectFrom('review_tally').selectAll().execute()
	};
	const figures = faults(
		kept.figures,
		counted.figures,
		['campaign', 'region', 'kind', 'name', 'dimension', 'rest', 'day'],
		['value', 'measures']
	);
	const tallies = faults(
		kept.tallies,
		counted.tallies,
		['state', 'campaign', 'region', 'kind', 'day'],
		['records', 'flagged', 'corrected']
	);
	return [...figures, ...tallies];
}

function faults<Row extends object>(
	kept: readonly Row[],
	counted: readonly Row[],
	key: readonly (keyof Row)[],
	columns: readonly (keyof Row)[]
): FigureFault[] {
	const nameOf = (row: Row) => key.map((column) => String(row[column])).join(' ');
	const valuesOf = (row: Row | undefined) => columns.map((column) => Number(row?.[column] ?? 0));
	const found = new Map<string, { kept?: Row; counted?: Row }>();
	for (const row of kept) found.set(nameOf(row), { kept: row });
	for (const row of counted) found.set(nameOf(row), { ...found.get(nameOf(row)), counted: row });
	return [...found].flatMap(([name, pair]) => {
		const [is, should] = [valuesOf(pair.kept), valuesOf(pair.counted)];
		return is.every((value, at) => value === should[at]) ? [] : [{ key: name, kept: is, counted: should }];
	});
}
