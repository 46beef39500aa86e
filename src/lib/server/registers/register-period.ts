/** What a register is over: a campaign by its code, or a calendar year. Lectures seldom belong to a campaign. */
import { sql } from 'kysely';
import { m } from '#lib/i18n.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { seasonsWithRecords } from '#lib/server/figures/period.ts';

export interface RegisterPeriod {
	readonly code: string;
	readonly zh: string;
	readonly en: string;
}

/** First and last day of a period that is a year; null for a campaign. */
export function yearOfPeriod(code: string): { readonly from: string; readonly to: string } | null {
	return /^\d{4}$/.test(code) ? { from: `${code}-01-01`, to: `${code}-12-31` } : null;
}

/** Periods of a kind that have records, the latest first: years of sessions, seasons of handouts. */
export async function periodsOf(
	db: Sql,
	kind: 'handout' | 'session',
	regions: readonly string[]
): Promise<readonly RegisterPeriod[]> {
	if (kind === 'handout') return seasonsWithRecords(db, regions);
	const rows = await db
		.selectFrom('review_tally')
		.select(sql<string>`substr(day, 1, 4)`.as('year'))
		.select(sql<number>`sum(records)`.as('records'))
		.where('kind', '=', kind)
		.where('state', '!=', 'voided')
		.where('region', 'in', regions.length > 0 ? [...regions] : [''])
		.groupBy(sql`1`)
		.execute();
	return rows
		.filter((row) => Number(row.records) > 0)
		.map(({ year }) => ({
			code: year,
			zh: m.register_year({ year }, { locale: 'zh-CN' }),
			en: m.register_year({ year }, { locale: 'en' })
		}))
		.sort((a, b) => (a.code < b.code ? 1 : -1));
}
