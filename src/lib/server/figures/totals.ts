import { sql } from 'kysely';
import type { Sql } from '#lib/server/database/schema.ts';
import { handedOutValue, measureSums, together, total, type MeasureSum } from './measure-sums.ts';
import { requestFigures } from './request-figures.ts';
import { reviewCounts } from './review-counts.ts';

const ALL = { regions: null };

/** Every figure over the whole database, in the shape of the sample's expected-totals.json. */
export interface Totals {
	readonly note: string;
	readonly sessions: {
		readonly count: number;
		readonly offline_person_times: number;
		readonly online_only: number;
		readonly online_views: number;
		readonly named_signins: number;
		/** [sessions, person-times on site] */
		readonly by_region: Readonly<Record<string, readonly [number, number]>>;
		readonly by_year: Readonly<Record<string, readonly [number, number]>>;
	};
	readonly handouts: {
		readonly records: number;
		readonly station_resupply_records: number;
		readonly distinct_persons: number;
		readonly person_times: number;
		readonly new_form_person_times: number;
		readonly by_region: Readonly<Record<string, { persons: number; person_times: number; records: number }>>;
		readonly by_month: Readonly<Record<string, { persons: number; person_times: number }>>;
		readonly by_supply: Readonly<Record<string, number>>;
		readonly value_cny: number;
	};
	readonly visits: {
		readonly records: number;
		readonly people_met: number;
		readonly households: number;
		readonly appeals: number;
		readonly by_review: Readonly<Record<string, number>>;
		readonly by_purpose: Readonly<Record<string, number>>;
	};
	readonly historical_performances: { readonly shows: number; readonly person_times: number };
}

/** What the format calls a state. */
const IMPORTED_NAME: Readonly<Record<string, string>> = { archived: 'locked' };

function places(sums: readonly MeasureSum[], kind: string): string[] {
	return [
		...new Set(sums.filter((sum) => sum.kind === kind && sum.name === 'records').map((sum) => sum.at))
	].sort();
}

function byPlace<T>(sums: readonly MeasureSum[], kind: string, make: (at: string) => T): Record<string, T> {
	return Object.fromEntries(places(sums, kind).map((at) => [at, make(at)]));
}

function byDimension(sums: readonly MeasureSum[], kind: string, name: string): Record<string, number> {
	const rows = sums.filter((sum) => sum.kind === kind && sum.name === name);
	return Object.fromEntries(rows.map((sum) => [sum.dimension, sum.value] as const).sort());
}

/** Computes the totals from what is stored now; approved and archived records only. */
export async function totals(db: Sql): Promise<Totals> {
	const regions = await measureSums(db, ALL, 'region');
	const whole = together(regions);
	const months = await measureSums(db, { ...ALL, kind: 'handout' }, 'month');
	const years = await measureSums(db, { ...ALL, kind: 'session' }, 'year');
	const value = await handedOutValue(db, ALL);
	const requests = await requestFigures(db, ALL, '0000-00-00');
	const history = await db
		.selectFrom('historical_figure')
		.select([
			sql<number | null>`sum(shows)`.as('shows'),
			sql<number | null>`sum(person_times)`.as('person_times')
		])
		.where('kind', '=', 'performance')
		.executeTakeFirst();
	const byReview: Record<string, number> = { approved: 0, pending: 0, returned: 0 };
	for (const row of await reviewCounts(db, { ...ALL, kind: 'visit' })) {
		const name = IMPORTED_NAME[row.state] ?? row.state;
		byReview[name] = (byReview[name] ?? 0) + row.count;
	}
	const pair = (sums: readonly MeasureSum[]) => (at: string) =>
		[total(sums, 'session', 'records', at), total(sums, 'session', 'person_times', at)] as const;
	return {
		note: 'Figures over the sample: approved and archived records only; what awaits review or was returned stands apart in by_review.',
		sessions: {
			count: total(whole, 'session', 'records'),
			offline_person_times: total(whole, 'session', 'person_times'),
			online_only: total(whole, 'session', 'online_only'),
			online_views: total(whole, 'session', 'online_views'),
			named_signins: total(whole, 'session', 'named_signins') + total(whole, 'sign-in', 'named_signins'),
			by_region: byPlace(regions, 'session', pair(regions)),
			by_year: byPlace(years, 'session', pair(years))
		},
		handouts: {
			records: total(whole, 'handout', 'records'),
			station_resupply_records: total(whole, 'handout', 'station_resupply'),
			distinct_persons: total(whole, 'handout', 'first_time_persons'),
			person_times: total(whole, 'handout', 'person_times'),
			new_form_person_times: total(whole, 'handout', 'new_form_person_times'),
			by_region: byPlace(regions, 'handout', (at) => ({
				persons: total(regions, 'handout', 'first_time_persons', at),
				person_times: total(regions, 'handout', 'person_times', at),
				records: total(regions, 'handout', 'records', at)
			})),
			by_month: byPlace(months, 'handout', (at) => ({
				persons: total(months, 'handout', 'first_time_persons', at),
				person_times: total(months, 'handout', 'person_times', at)
			})),
			by_supply: byDimension(whole, 'handout', 'supply'),
			value_cny: (value.get('') ?? 0) / 100
		},
		visits: {
			records: total(whole, 'visit', 'records'),
			people_met: total(whole, 'visit', 'people_met'),
			households: total(whole, 'visit', 'households'),
			appeals: requests.all,
			by_review: byReview,
			by_purpose: byDimension(whole, 'visit', 'purpose')
		},
		historical_performances: {
			shows: Number(history?.shows ?? 0),
			person_times: Number(history?.person_times ?? 0)
		}
	};
}

/** By county and month, in the shape of the sample's volumes.json (without its note). */
export async function volumes(db: Sql) {
	const sums = await measureSums(db, ALL, 'region-month', ['records', 'person_times', 'first_time_persons']);
	const table = (kind: string, names: readonly string[]) => {
		const counties: Record<string, Record<string, number[]>> = {};
		for (const at of places(sums, kind)) {
			const [region = '', month = ''] = at.split(' ');
			(counties[region] ??= {})[month] = names.map((name) => total(sums, kind, name, at));
		}
		return counties;
	};
	return {
		sessions: table('session', ['records', 'person_times']),
		handouts: table('handout', ['records', 'first_time_persons', 'person_times'])
	};
}
