import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres, textColumn } from '../row-locks.ts';

/**
 * Figures that are kept as the records change, so that no page adds up a million records: `figure` holds the measures of
 * what is counted, `review_tally` how many records stand where, both by day, county and season.
 */
export const runningFigures: Migration = {
	async up(db: Kysely<unknown>) {
		const text = textColumn(db);
		// SQLite: the rows in the key itself. PostgreSQL knows no such table.
		const inKey = isPostgres(db) ? sql`` : sql`without rowid`;
		await db.schema
			.createTable('figure')
			.addColumn('campaign', text, (column) => column.notNull())
			.addColumn('region', text, (column) => column.notNull())
			.addColumn('kind', text, (column) => column.notNull())
			.addColumn('name', text, (column) => column.notNull())
			.addColumn('dimension', text, (column) => column.notNull())
			.addColumn('rest', 'integer', (column) => column.notNull())
			.addColumn('day', text, (column) => column.notNull())
			.addColumn('value', 'bigint', (column) => column.notNull())
			.addColumn('measures', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('figure_key', [
				'campaign',
				'region',
				'kind',
				'name',
				'dimension',
				'rest',
				'day'
			])
			.modifyEnd(inKey)
			.execute();
		await db.schema.createIndex('figure_day').on('figure').columns(['day']).execute();
		await db.schema
			.createTable('review_tally')
			.addColumn('state', text, (column) => column.notNull())
			.addColumn('campaign', text, (column) => column.notNull())
			.addColumn('region', text, (column) => column.notNull())
			.addColumn('kind', text, (column) => column.notNull())
			.addColumn('day', text, (column) => column.notNull())
			.addColumn('records', 'bigint', (column) => column.notNull())
			.addColumn('flagged', 'bigint', (column) => column.notNull())
			.addColumn('corrected', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('review_tally_key', ['state', 'campaign', 'region', 'kind', 'day'])
			.modifyEnd(inKey)
			.execute();
		await db.schema.createIndex('review_tally_day').on('review_tally').columns(['day']).execute();

		// What is open of a request, by the day it is due: a measure since this version.
		const due = isPostgres(db) ? sql`body::json ->> 'due'` : sql`json_extract(body, '$.due')`;
		await sql`insert into measure (record_id, name, dimension, value)
			select id, 'open', coalesce(${due}, ''), 1000 from record
			where kind = 'request' and not exists (
				select 1 from measure where record_id = record.id and name = 'closed' and value > 0
			)`.execute(db);

		await sql`insert into review_tally (state, campaign, region, kind, day, records, flagged, corrected)
			select state, coalesce(campaign, ''), region, kind, date, count(*),
				sum(case when open_flags > 0 or conflicts > 0 then 1 else 0 end), sum(corrected)
			from record where state is not null
			group by 1, 2, 3, 4, 5`.execute(db);
		const sums = sql`insert into figure (campaign, region, kind, name, dimension, rest, day, value, measures)
			select coalesce(record.campaign, ''), record.region, record.kind, measure.name, measure.dimension,
				measure.value % 1000, record.date, sum(measure.value), count(*)
			from record inner join measure on measure.record_id = record.id`;
		const by = sql`group by 1, 2, 3, 4, 5, 6, 7`;
		await sql`${sums} where record.state in ('approved', 'archived') ${by}`.execute(db);
		await sql`${sums} inner join record as visit on visit.id = record.parent
			where record.kind = 'request' and visit.state in ('approved', 'archived') ${by}`.execute(db);

		await sql`create index record_corrected_date on record (date) where corrected = 1`.execute(db);
	}
};
