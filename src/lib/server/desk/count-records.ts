import { sql } from 'kysely';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { isPostgres } from '#lib/server/database/row-locks.ts';
import { COUNTED } from '#lib/server/figures/counted.ts';
import type { DeskContext } from './desk-context.ts';
import { recordCondition, reviewedKinds, type RecordFilter } from './record-filter.ts';
import { findRare } from './search-words.ts';

export interface FilterCounts {
	readonly all: number;
	readonly flagged: number;
	readonly corrected: number;
	readonly byKind: Readonly<Record<string, number>>;
}

interface KindCount {
	readonly kind: string;
	readonly all: number;
	readonly flagged: number;
	readonly corrected: number;
}

/** How many records a filter finds, split the ways the queue offers. */
export async function countRecords(context: DeskContext, filter: RecordFilter): Promise<FilterCounts> {
	const rows = isTallied(filter) ? await tallied(context, filter) : await counted(context, filter);
	const sum = (pick: (row: KindCount) => number) => rows.reduce((total, row) => total + Number(pick(row)), 0);
	const byKind: Record<string, number> = {};
	for (const row of rows) byKind[row.kind] = (byKind[row.kind] ?? 0) + Number(row.all);
	return {
		all: sum((row) => row.all),
		flagged: sum((row) => row.flagged),
		corrected: sum((row) => row.corrected),
		byKind
	};
}

/** What the running tally is split by needs no record to be read, however many wait. */
function isTallied({ team, flags, corrected, text, recorder, kind }: RecordFilter): boolean {
	if (kind !== undefined && !reviewedKinds.includes(kind)) return false;
	return [team, flags, corrected, text, recorder].every((asked) => !asked);
}

async function tallied({ sql: db, rights }: DeskContext, filter: RecordFilter): Promise<KindCount[]> {
	const { kind, region, season, from, to, state, counted: onlyCounted } = filter;
	const { reads } = rights;
	const rows = await db
		.selectFrom('review_tally')
		.select([
			'kind',
			sql<number>`sum(records)`.as('all'),
			sql<number>`sum(corrected)`.as('corrected'),
			sql<number>`sum(flagged)`.as('flagged')
		])
		.$if(reads !== 'all', (query) =>
			query.where('region', 'in', reads === 'all' || reads.length === 0 ? [''] : reads)
		)
		.$if(region !== undefined, (query) => query.where('region', '=', region ?? ''))
		.$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
		.$if(season !== undefined, (query) => query.where('campaign', '=', season ?? ''))
		.$if(from !== undefined, (query) => query.where('day', '>=', from ?? ''))
		.$if(to !== undefined, (query) => query.where('day', '<=', to ?? ''))
		.$if(state !== undefined, (query) => query.where('state', '=', state ?? ''))
		.$if(onlyCounted === true, (query) => query.where('state', 'in', COUNTED))
		.groupBy('kind')
		.execute();
	return rows.filter((row) => Number(row.all) > 0);
}

async function counted(context: DeskContext, filter: RecordFilter): Promise<KindCount[]> {
	const rare = await findRare(context.sql, filter.text);
	if (!rare) return countedIn(context, filter, null);
	const rows: KindCount[] = [];
	for (const chunk of inChunks(rare.ids, 500)) {
		rows.push(...(await countedIn(context, { ...filter, text: rare.others }, chunk)));
	}
	return rows;
}

async function countedIn(
	context: DeskContext,
	filter: RecordFilter,
	ids: readonly string[] | null
): Promise<KindCount[]> {
	return context.sql
		.selectFrom('record')
		.select((eb) => [
			'kind',
			eb.fn.countAll<number>().as('all'),
			sql<number>`coalesce(sum(corrected), 0)`.as('corrected'),
			sql<number>`coalesce(sum(case when open_flags > 0 or conflicts > 0 then 1 else 0 end), 0)`.as('flagged')
		])
		.$if(ids !== null, (query) => query.where('id', 'in', ids ?? []))
		.where((eb) =>
			recordCondition(eb, context.rights, filter, ids === null || isPostgres(context.sql) ? 'any' : 'ids')
		)
		.groupBy('kind')
		.execute();
}
