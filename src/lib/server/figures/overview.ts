import type { Sql } from '#lib/server/database/schema.ts';
import { handedOutValue, measureSums, together, total, type FigureFilter } from './measure-sums.ts';
import { requestFigures, type RequestFigures } from './request-figures.ts';
import { reviewCounts } from './review-counts.ts';

/** One county's line. Persons and person-times are columns of their own and are never added. */
export interface CountyFigures {
	readonly region: string;
	readonly personTimes: number;
	readonly persons: number;
	readonly handouts: number;
	readonly sessions: number;
	readonly sessionPersonTimes: number;
	readonly visits: number;
	readonly peopleMet: number;
	/** Beside the figures. */
	readonly awaiting: number;
	readonly returned: number;
	readonly valueFen: number | null;
}

export interface Overview {
	readonly handouts: {
		readonly records: number;
		readonly personTimes: number;
		readonly persons: number;
		readonly newForm: number;
		readonly resupply: number;
		readonly valueFen: number | null;
	};
	readonly sessions: {
		readonly records: number;
		readonly personTimes: number;
		readonly onlineOnly: number;
		readonly onlineViews: number;
		readonly named: number;
	};
	readonly visits: { readonly records: number; readonly peopleMet: number; readonly households: number };
	readonly requests: RequestFigures;
	readonly awaiting: number;
	readonly returned: number;
	readonly counties: readonly CountyFigures[];
	/** Person-times handed out to, by day; only days that have any. */
	readonly trend: readonly { readonly day: string; readonly personTimes: number }[];
}

/**
 * The figures of the desk's first page. Counts approved and archived records only; what waits or was returned stands
 * beside.
 * @param withValue false for those who may not see prices: then every value is null
 */
export async function overviewFigures(
	db: Sql,
	filter: FigureFilter,
	counties: readonly string[],
	today: string,
	withValue: boolean
): Promise<Overview> {
	const regions = await measureSums(db, filter, 'region');
	const whole = together(regions);
	const days = await measureSums(db, { ...filter, kind: 'handout' }, 'day', ['person_times']);
	const valueByRegion = withValue ? await handedOutValue(db, filter, 'region') : null;
	const reviews = await reviewCounts(db, filter);
	const inState = (state: string, region?: string) =>
		reviews
			.filter((row) => row.state === state && (region === undefined || row.region === region))
			.reduce((sum, row) => sum + row.count, 0);
	const sum = (kind: string, name: string) => total(whole, kind, name);
	return {
		handouts: {
			records: sum('handout', 'records'),
			personTimes: sum('handout', 'person_times'),
			persons: sum('handout', 'first_time_persons'),
			newForm: sum('handout', 'new_form_person_times'),
			resupply: sum('handout', 'station_resupply'),
			valueFen: valueByRegion ? [...valueByRegion.values()].reduce((all, fen) => all + fen, 0) : null
		},
		sessions: {
			records: sum('session', 'records'),
			personTimes: sum('session', 'person_times'),
			onlineOnly: sum('session', 'online_only'),
			onlineViews: sum('session', 'online_views'),
			named: sum('session', 'named_signins') + sum('sign-in', 'named_signins')
		},
		visits: {
			records: sum('visit', 'records'),
			peopleMet: sum('visit', 'people_met'),
			households: sum('visit', 'households')
		},
		requests: await requestFigures(db, filter, today),
		awaiting: inState('pending'),
		returned: inState('returned'),
		counties: counties.map((region) => ({
			region,
			personTimes: total(regions, 'handout', 'person_times', region),
			persons: total(regions, 'handout', 'first_time_persons', region),
			handouts: total(regions, 'handout', 'records', region),
			sessions: total(regions, 'session', 'records', region),
			sessionPersonTimes: total(regions, 'session', 'person_times', region),
			visits: total(regions, 'visit', 'records', region),
			peopleMet: total(regions, 'visit', 'people_met', region),
			awaiting: inState('pending', region),
			returned: inState('returned', region),
			valueFen: valueByRegion ? (valueByRegion.get(region) ?? 0) : null
		})),
		trend: days
			.filter((row) => row.value > 0)
			.map((row) => ({ day: row.at, personTimes: row.value }))
			.sort((a, b) => (a.day < b.day ? -1 : 1))
	};
}
