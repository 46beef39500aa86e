import { sql, type Expression, type SqlBool } from 'kysely';
import type { Sql } from '#lib/server/database/schema.ts';

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
	region: sql<string>`region`,
	day: sql<string>`day`,
	month: sql<string>`substr(day, 1, 7)`,
	year: sql<string>`substr(day, 1, 4)`,
	'region-month': sql<string>`region || ' ' || substr(day, 1, 7)`
};

/** The filter as a condition on `figure` or `review_tally`. */
export function within(filter: FigureFilter): Expression<SqlBool> {
	const parts = [sql<SqlBool>`1 = 1`];
	if (filter.regions !== null) {
		parts.push(
			filter.regions.length === 0
				? sql<SqlBool>`1 = 0`
				: sql<SqlBool>`region in (${sql.join([...filter.regions])})`
		);
	}
	if (filter.campaign) parts.push(sql<SqlBool>`campaign = ${filter.campaign}`);
	if (filter.from) parts.push(sql<SqlBool>`day >= ${filter.from}`);
	if (filter.to) parts.push(sql<SqlBool>`day <= ${filter.to}`);
	if (filter.kind) parts.push(sql<SqlBool>`kind = ${filter.kind}`);
	return sql.join(parts, sql` and `) as Expression<SqlBool>;
}

/**
 * Sums the measures of approved and archived records, out of the running figures (`keep-figures.ts`). The one place where
 * the product counts: overview and totals ask here. What is open and closed of requests is in `requestFigures`.
 * @param names measures wanted, or null for all
 */
export async function measureSums(
	db: Sql,
	filter: FigureFilter,
	split: Split,
	names: readonly string[] | null = null
): Promise<MeasureSum[]> {
	let query = db
		.selectFrom('figure')
		.select(['kind', 'name', 'dimension'])
		.select([sql<string>`${SPLITS[split]}`.as('at'), sql<number>`sum(value)`.as('value')])
		.where(within(filter));
	if (names !== null) query = query.where('name', 'in', [...names]);
	const rows = await query
		.groupBy(['kind', 'name', 'dimension'])
		.groupBy(sql`4`)
		.execute();
	// What was counted once and is no longer has a sum of nothing.
	return rows.flatMap((row) => {
		const value = Number(row.value) / 1000;
		return value === 0 ? [] : [{ ...row, value }];
	});
}

/** The same sums of all places together. */
export function together(sums: readonly MeasureSum[]): MeasureSum[] {
	const found = new Map<string, MeasureSum & { milli: number }>();
	for (const sum of sums) {
		const key = `${sum.kind}\n${sum.name}\n${sum.dimension}`;
		const milli = Math.round(sum.value * 1000) + (found.get(key)?.milli ?? 0);
		found.set(key, { ...sum, at: '', milli, value: milli / 1000 });
	}
	return [...found.values()].map(({ milli: _milli, ...sum }) => sum);
}

/**
 * Value of what was handed out, in fen: quantity x price, rounded to whole fen for each supply of a record, so that a
 * register's rows add up to it. Whole units cost whole fen; what is beyond them in a record is a sum of its own (`rest`) and
 * rounded before it is added up. Supplies without a price count nothing.
 */
export async function handedOutValue(
	db: Sql,
	filter: FigureFilter,
	split: Split = 'none'
): Promise<Map<string, number>> {
	const rows = await db
		.selectFrom('figure')
		.innerJoin('supply_price', 'supply_price.supply', 'figure.dimension')
		.select([
			sql<string>`${SPLITS[split]}`.as('at'),
			sql<number>`sum((value - measures * rest) / 1000 * price_fen
				+ measures * ((rest * price_fen + 500) / 1000))`.as('fen')
		])
		.where('name', '=', 'supply')
		.where(within(filter))
		.groupBy(sql`1`)
		.execute();
	return new Map(rows.flatMap((row) => (Number(row.fen) === 0 ? [] : [[row.at, Number(row.fen)]])));
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
