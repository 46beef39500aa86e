import type { Reference } from '#lib/domain/reference.ts';
import type { Grant } from '#lib/domain/roles.ts';

/** True when one of the rights reaches the region: the same, or the city's, which covers all. */
export function mayWorkIn(region: string, grants: readonly Grant[], reference: Reference): boolean {
	return grants.some(
		(grant) => grant.region === region || reference.get('region', grant.region)?.level === 'city'
	);
}

/**
 * Where a person's new records are, unless their place says otherwise: the team's county, else that of a right. A person
 * who has moved on keeps their old team in the list for a while; work for a county without a right would be refused.
 * @param grants rights that stand by the last answer of the server
 * @returns '' when nothing is known
 */
export function homeRegion(team: string | null, grants: readonly Grant[], reference: Reference): string {
	const ofTeam = reference.get('team', team)?.region;
	const grant = grants.find((one) => one.validTo === null) ?? grants[0];
	const regions = [ofTeam, grant?.region].filter(
		(code) => code !== undefined && (grants.length === 0 || mayWorkIn(code, grants, reference))
	);
	// A city-wide team says less about where somebody works than their own county.
	const county = regions.find((code) => reference.get('region', code)?.level !== 'city');
	return county ?? regions[0] ?? '';
}
