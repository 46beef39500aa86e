import { isIsoDate, monthOf } from '#lib/domain/calendar.ts';
import type { Campaign } from '#lib/domain/reference.ts';
import { sql } from 'kysely';
import type { Sql } from '#lib/server/database/schema.ts';
import type { FigureFilter } from './measure-sums.ts';

/** What the overview is over. */
export type Period =
	| { readonly is: 'season'; readonly campaign: string }
	| { readonly is: 'month'; readonly month: string }
	| { readonly is: 'dates'; readonly from: string; readonly to: string }
	| { readonly is: 'all' };

/**
 * Reads a period from an address (`season`, `month`, or `from` and `to`; `all`); what is not understood gives null, and the
 * page takes its default.
 */
export function readPeriod(query: URLSearchParams): Period | null {
	const season = query.get('season');
	if (season && /^[A-Za-z0-9._:-]{1,64}$/.test(season)) return { is: 'season', campaign: season };
	const month = query.get('month');
	if (month && isIsoDate(`${month}-01`)) return { is: 'month', month };
	const from = query.get('from');
	const to = query.get('to');
	if (from && to && isIsoDate(from) && isIsoDate(to)) {
		return from <= to ? { is: 'dates', from, to } : { is: 'dates', from: to, to: from };
	}
	return query.has('all') ? { is: 'all' } : null;
}

/** The filter of a period in some counties (null for all). */
export function filterOf(period: Period, regions: readonly string[] | null): FigureFilter {
	switch (period.is) {
		case 'season':
			return { regions, campaign: period.campaign };
		case 'month': {
			const { first, last } = monthOf(`${period.month}-01`);
			return { regions, from: first, to: last };
		}
		case 'dates':
			return { regions, from: period.from, to: period.to };
		case 'all':
			return { regions };
	}
}

export interface Season {
	readonly code: string;
	readonly zh: string;
	readonly en: string;
	readonly records: number;
}

/**
 * Seasons that have records, the latest first: by year, within a year the one with most records. The first is what the
 * overview opens with.
 */
export async function seasonsWithRecords(db: Sql, regions: readonly string[] | null): Promise<Season[]> {
	let query = db
		.selectFrom('review_tally')
		.select(['campaign', sql<number>`sum(records)`.as('records')])
		.where('campaign', '!=', '')
		.where('state', '!=', 'voided');
	if (regions !== null) query = query.where('region', 'in', regions.length > 0 ? [...regions] : ['']);
	const counted = await query.groupBy('campaign').execute();
	const campaigns = new Map(
		(
			await db
				.selectFrom('reference_row')
				.select(['code', 'body'])
				.where('kind', '=', 'campaign')
				.where('gone', '=', 0)
				.execute()
		).map((row) => [row.code, JSON.parse(row.body) as Campaign])
	);
	return counted
		.filter((row) => Number(row.records) > 0)
		.map((row) => {
			const code = row.campaign;
			const campaign = campaigns.get(code);
			const records = Number(row.records);
			return { code, zh: campaign?.zh ?? code, en: campaign?.en ?? code, year: campaign?.year ?? 0, records };
		})
		.sort((a, b) => b.year - a.year || b.records - a.records || (a.code < b.code ? -1 : 1));
}
