import { sql, type Expression, type SqlBool } from 'kysely';
import { isCounted, REVIEW_STATES } from '#lib/domain/review.ts';
import type { Sql } from '#lib/server/database/schema.ts';

/** Only these are in any figure; everything else stands beside. */
export const COUNTED = REVIEW_STATES.filter(isCounted);

/** Which records a figure is over. Days are inclusive, `YYYY-MM-DD`; an absent bound does not bind. */
export interface FigureFilter {
	/** Counties and zones, or null for all. */
	readonly regions: readonly string[] | null;
	readonly campaign?: string | null;
	readonly from?: string | null;
	readonly to?: string | null;
	readonly kind?: string;
}

/** By what a sum is split. */
export type Split = 'none' | 'region' | 'day' | 'month' | 'year' | 'region-month';

/** One sum over counted records, in whole units (thousandths are divided out). `at` is what it is split by. */
export interface MeasureSum {
	readonly kind: string;
	readonly name: string;
	readonly dimension: string;
	/** Region code, day, month or year; `<region> <month>`; '' where nothing is split. */
	readonly at: string;
	readonly value: number;
}

const SPLITS: Readonly<Record<Split, Expression<string>>> = {
	none: sql<string>`''`,
	region: sql<string>`record.region`,
	day: sql<string>`record.date`,
	month: sql<string>`substr(record.date, 1, 7)`,
	year: sql<string>`substr(record.date, 1, 4)`,
	'region-month': sql<string>`record.region || ' ' || substr(record.date, 1, 7)`
};

/** The filter as a condition on `record`. */
export function within(filter: FigureFilter): Expression<SqlBool> {
	const parts = [sql<SqlBool>`1 = 1`];
	if (filter.regions !== null) {
		parts.push(
			filter.regions.length === 0
				? sql<SqlBool>`1 = 0`
				: sql<SqlBool>`record.region in (${sql.join([...filter.regions])})`
		);
	}
	if (filter.campaign) parts.push(sql<SqlBool>`record.campaign = ${filter.campaign}`);
	if (filter.from) parts.push(sql<SqlBool>`record.date >= ${filter.from}`);
	if (filter.to) parts.push(sql<SqlBool>`record.date <= ${filter.to}`);
	if (filter.kind) parts.push(sql<SqlBool>`record.kind = ${filter.kind}`);
	return sql.join(parts, sql` and `) as Expression<SqlBool>;
}

/**
 * Sums the measures of approved and archived records. The one place where the product counts: overview, totals and
 * registers all ask here. Kinds without review are not in it; requests are in `requestFigures`.
 * @param names measures wanted, or null for all
 */
export async function measureSums(
	db: Sql,
	filter: FigureFilter,
	split: Split,
	names: readonly string[] | null = null
): Promise<MeasureSum[]> {
	const at = SPLITS[split];
	let query = db
		.selectFrom('measure')
		.innerJoin('record', 'record.id', 'measure.record_id')
		.select(['record.kind', 'measure.name', 'measure.dimension'])
		.select([sql<string>`${at}`.as('at'), sql<number>`sum(measure.value)`.as('value')])
		.where('record.state', 'in', COUNTED)
		.where(within(filter));
	if (names !== null) query = query.where('measure.name', 'in', [...names]);
	const rows = await query
		.groupBy(['record.kind', 'measure.name', 'measure.dimension'])
		.groupBy(sql`4`)
		.execute();
	return rows.map((row) => ({ ...row, value: Number(row.value) / 1000 }));
}

/**
 * Value of what was handed out, in fen: quantity x price, rounded to whole fen for each supply of a record, so that a
 * register's rows add up to it. Supplies without a price count nothing.
 */
export async function handedOutValue(
	db: Sql,
	filter: FigureFilter,
	split: Split = 'none'
): Promise<Map<string, number>> {
	const at = SPLITS[split];
	const rows = await db
		.selectFrom('measure')
		.innerJoin('record', 'record.id', 'measure.record_id')
		.innerJoin('supply_price', 'supply_price.supply', 'measure.dimension')
		.select([
			sql<string>`${at}`.as('at'),
			sql<number>`sum((measure.value * supply_price.price_fen + 500) / 1000)`.as('fen')
		])
		.where('measure.name', '=', 'supply')
		.where('record.state', 'in', COUNTED)
		.where(within(filter))
		.groupBy(sql`1`)
		.execute();
	return new Map(rows.map((row) => [row.at, Number(row.fen)]));
}

/** Adds up what a test picks. */
export function total(sums: readonly MeasureSum[], kind: string, name: string, at?: string): number {
	let milli = 0;
	for (const sum of sums) {
		if (sum.kind === kind && sum.name === name && (at === undefined || sum.at === at)) {
			milli += Math.round(sum.value * 1000);
		}
	}
	return milli / 1000;
}
