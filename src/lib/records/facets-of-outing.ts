import type { Facets } from './kind.ts';

/** What the bodies of every kind that is recorded on an outing have in common. */
interface OutingBody extends Pick<Facets, 'region' | 'date' | 'team' | 'programme' | 'campaign'> {
	readonly tripId: Facets['trip'];
}

/** Facets that every such kind takes from its body as they stand; the rest is empty until the kind says otherwise. */
export function facetsOfOuting(body: OutingBody): Facets {
	const { region, date, team, programme, campaign, tripId } = body;
	return {
		region,
		date,
		team,
		programme,
		campaign,
		trip: tripId,
		organisation: null,
		station: null,
		parent: null,
		sensitive: false
	};
}
