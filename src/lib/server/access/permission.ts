/** Who may do what, by rights alone: pure, asked wherever data is read or written. */
import type { Grant, Role } from '#lib/domain/roles.ts';

/** A right in this region covers all regions of the deployment. */
export const ALL_REGIONS = '361000';

/** Roles that read records and figures at the desk. */
export const DESK_ROLES = ['REV', 'CADM', 'AUD'] as const satisfies readonly Role[];

/** Roles that may open the desk at all: a keeper has the pages about the own stores there. */
export const STOCK_ROLES = [...DESK_ROLES, 'KEEP'] as const satisfies readonly Role[];

/** The rights that stand at an instant. */
export function standingGrants(grants: readonly Grant[], at: Date): Grant[] {
	const instant = at.toISOString();
	return grants.filter(
		(grant) => grant.validFrom <= instant && (grant.validTo === null || grant.validTo > instant)
	);
}

/**
 * True when one of the rights gives one of the roles in the region. Pass rights that stand (`standingGrants`); a right of
 * the whole city covers every region, a CADM right is never narrower than the city.
 */
export function grantsCover(grants: readonly Grant[], roles: readonly Role[], region: string): boolean {
	return grants.some(
		(grant) => roles.includes(grant.role) && (grant.region === region || grant.region === ALL_REGIONS)
	);
}

/** Regions in which one of the roles is held; `all` when the whole city is covered. */
export function coveredRegions(
	grants: readonly Grant[],
	roles: readonly Role[]
): { readonly all: boolean; readonly regions: readonly string[] } {
	const regions = [
		...new Set(grants.filter((grant) => roles.includes(grant.role)).map((grant) => grant.region))
	];
	return { all: regions.includes(ALL_REGIONS), regions };
}

/** Roles a coordinator may give in the own region; an administrator may give any role anywhere. */
export const COORDINATOR_GIVES = ['VOL', 'LEAD', 'LECT', 'KEEP'] as const satisfies readonly Role[];

/** Roles the holder of these rights may give, change or end in a region. */
export function rolesGivenBy(
	grants: readonly Grant[],
	region: string,
	all: readonly Role[]
): readonly Role[] {
	if (grantsCover(grants, ['CADM'], ALL_REGIONS)) return all;
	return grantsCover(grants, ['REV'], region) ? COORDINATOR_GIVES : [];
}

/** May the holder change somebody with these rights: all that stand must be ones the holder could give. */
export function mayManage(grants: readonly Grant[], target: readonly Grant[], all: readonly Role[]): boolean {
	if (grantsCover(grants, ['CADM'], ALL_REGIONS)) return true;
	return (
		target.length > 0 && target.every((grant) => rolesGivenBy(grants, grant.region, all).includes(grant.role))
	);
}
