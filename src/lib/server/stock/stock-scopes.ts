import type { Reference } from '#lib/domain/reference.ts';
import { stockScope } from '#lib/domain/stock/place.ts';
import { coversRegion, stands, type Rights } from '#lib/server/sync/rights.ts';

/**
 * Scopes of the stock an account may read now: the stores of its keepers' and coordinators' regions, and what its team and
 * itself have in hand.
 * @param dissolved teams that were there and are no longer
 */
export function stockScopes(
	rights: Rights,
	now: string,
	reference: Reference,
	dissolved: ReadonlySet<string>
): string[] {
	const scopes = new Set<string>();
	for (const grant of rights.grants.filter((one) => stands(one, now))) {
		if (grant.role === 'AUD') continue;
		if (grant.role === 'KEEP' || grant.role === 'REV' || grant.role === 'CADM') {
			for (const { code, region } of reference.all('store'))
				if (coversRegion(grant.region, region, reference)) scopes.add(stockScope(`store:${code}`));
		}
		if (grant.role === 'KEEP') continue;
		const team = grant.team ?? rights.team;
		if (team && !dissolved.has(team)) scopes.add(stockScope(`team:${team}`));
		scopes.add(stockScope(`person:${rights.account}`));
	}
	return [...scopes];
}
