/**
 * One page of a list of records, newest day first, and how many there are in all. Pages are found in the briefs and only their
 * own rows are read; where a list holds few or nobody counts it, one index gives it.
 */
import { BRIEF_TABLES, readBriefs } from '#lib/storage/briefs/read-briefs.ts';
import type { Facets } from '#lib/storage/briefs/sheet.ts';
import { rowToRecord } from '#lib/storage/record-row.ts';
import type { PersonDatabase, RecordRow } from '#lib/storage/schema.ts';
import { indexPlan, packedPlan } from './index-plan.ts';
import { hasFacets, isWanted, newestFirst } from './is-wanted.ts';
import { partsOf, type RecordFilter, type RecordPage } from './record-filter.ts';

const DEFAULT_LIMIT = 50;

interface Page {
	readonly rows: readonly RecordRow[];
	readonly total: number;
}

/** Reads all that the best index leaves. */
async function scan(database: PersonDatabase, filter: RecordFilter): Promise<Page> {
	const { offset = 0, limit = DEFAULT_LIMIT } = filter;
	const parts = partsOf(filter);
	const rows = await Promise.all([indexPlan(database, filter).rows.toArray(), packedPlan(database, filter)]);
	const found = rows
		.flat()
		.filter((row) => isWanted(row, filter, parts))
		.sort(newestFirst);
	return { rows: found.slice(offset, offset + limit), total: found.length };
}

/** Null: the briefs are not complete, or do not agree with the records. */
async function inBriefs(database: PersonDatabase, filter: RecordFilter): Promise<Page | null> {
	const { offset = 0, limit = DEFAULT_LIMIT } = filter;
	const parts = partsOf(filter);
	const read = await readBriefs(database);
	if (!read) return null;
	const { briefs, isCurrent } = read;
	const start = filter.date ? `${filter.date} ` : '';
	const isWantedBrief = (facets: Facets) => hasFacets(facets, filter);
	const page = briefs.find({ isWanted: isWantedBrief, parts, start }, { offset, limit });
	if (page.lines.length === 0) return { rows: [], total: page.total };
	const rows = await database.records.getGuessed(page.lines);
	const right = rows.filter((row) => row !== undefined).filter((row) => isWanted(row, filter, parts));
	if (right.length === rows.length) return { rows: right, total: page.total };
	if (isCurrent) briefs.doubt();
	return null;
}

/** A page that nobody counts, from one index; null where it does not give the page. */
async function newest(database: PersonDatabase, filter: RecordFilter): Promise<Page | null> {
	const { offset = 0, limit = DEFAULT_LIMIT, date } = filter;
	const { exact, rows } = indexPlan(database, filter);
	// Of a day: to find the newest of all, of a kind that is rare, each pack might have to be looked at.
	if (!exact || (!date && (await database.records.hasPacks()))) return null;
	const [alone, packed] = await Promise.all([
		rows
			.reverse()
			.limit(offset + limit)
			.toArray(),
		date ? database.records.packedNewest(`${date} `, offset + limit, (row) => isWanted(row, filter, [])) : []
	]);
	const found = [...alone, ...packed].sort(newestFirst).slice(offset, offset + limit);
	return { rows: found, total: offset + found.length };
}

async function findRows(database: PersonDatabase, filter: RecordFilter): Promise<Page> {
	if (filter.trip || filter.parent) return scan(database, filter);
	if (filter.counted === false) {
		const page = await newest(database, filter);
		if (page) return page;
	}
	return (await inBriefs(database, filter)) ?? scan(database, filter);
}

export async function findRecords(database: PersonDatabase, filter: RecordFilter): Promise<RecordPage> {
	// An async function: Dexie keeps others' awaits within the transaction only of those.
	const { rows, total } = await database.transaction(
		'r',
		BRIEF_TABLES,
		async () => await findRows(database, filter)
	);
	return { rows: rows.map(rowToRecord), total };
}
