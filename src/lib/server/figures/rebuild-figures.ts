/** The running figures counted anew from the records: what they must equal at any time, and how they are mended. */
import { sql } from 'kysely';
import { recordKinds } from '#lib/records/index.ts';
import type { FigureTable, ReviewTallyTable, Sql, Trx } from '#lib/server/database/schema.ts';
import { COUNTED } from './counted.ts';

/** Kinds that count as what they hang on does. */
const HANGING = recordKinds
	.filter((kind) => kind.parentKind !== null && !kind.reviewed)
	.map(({ kind }) => kind);

const tallies = sql`select state, coalesce(campaign, '') as campaign, region, kind, date as day, count(*) as records,
	sum(case when open_flags > 0 or conflicts > 0 then 1 else 0 end) as flagged, sum(corrected) as corrected
	from record where state is not null
	group by 1, 2, 3, 4, 5`;

const figures = sql`select campaign, region, kind, name, dimension, rest, day, sum(value) as value, count(*) as measures
	from (
		select coalesce(record.campaign, '') as campaign, record.region, record.kind, measure.name, measure.dimension,
			measure.value % 1000 as rest, record.date as day, measure.value
		from record inner join measure on measure.record_id = record.id
		where record.state in (${sql.join(COUNTED)})
		union all
		select coalesce(record.campaign, ''), record.region, record.kind, measure.name, measure.dimension,
			measure.value % 1000, record.date, measure.value
		from record inner join measure on measure.record_id = record.id
		inner join record as upper on upper.id = record.parent
		where record.kind in (${sql.join(HANGING)}) and upper.state in (${sql.join(COUNTED)})
	) as counted
	group by 1, 2, 3, 4, 5, 6, 7`;

/** The figures as the records say. Reads every record: minutes for a million. */
export async function countFigures(
	db: Sql
): Promise<{ figures: FigureTable[]; tallies: ReviewTallyTable[] }> {
	return {
		figures: (await sql<FigureTable>`${figures}`.execute(db)).rows,
		tallies: (await sql<ReviewTallyTable>`${tallies}`.execute(db)).rows
	};
}

/** Puts what the records say in the place of the running figures. Nobody else may write meanwhile (`transaction`). */
export async function rebuildFigures(trx: Trx): Promise<void> {
	await trx.deleteFrom('figure').execute();
	await trx.deleteFrom('review_tally').execute();
	await sql`insert into figure (campaign, region, kind, name, dimension, rest, day, value, measures)
		${figures}`.execute(trx);
	await sql`insert into review_tally (state, campaign, region, kind, day, records, flagged, corrected)
		${tallies}`.execute(trx);
}
