/**
 * What a person may see and do at the desk, worked out of the grants that stand now (product.md, People).
 * Every query and every decision of the desk asks this; no page decides for itself.
 */
import type { Grant } from '#lib/domain/roles.ts';

/** Region code of the city: a right there covers every area. */
export const CITY = '361000';

export interface DeskRights {
	/** Areas whose records may be read; `all` for the city. */
	readonly reads: readonly string[] | 'all';
	/** Areas whose records may be decided on. */
	readonly reviews: readonly string[] | 'all';
	/** Areas whose stores may be read and kept. A keeper reads nothing else. */
	readonly keeps: readonly string[] | 'all';
	/** City administrator: archives, reads feedback, sees everything. */
	readonly administers: boolean;
}

const areas = (grants: readonly Grant[]): readonly string[] | 'all' =>
	grants.some((grant) => grant.region === CITY) ? 'all' : [...new Set(grants.map((grant) => grant.region))];

/**
 * @param grants all grants of the account
 * @param now instant at which they are asked for, ISO
 */
export function deskRights(grants: readonly Grant[], now: string): DeskRights {
	const standing = grants.filter(
		(grant) => grant.validFrom <= now && (grant.validTo === null || now < grant.validTo)
	);
	const having = (...roles: readonly string[]) => standing.filter((grant) => roles.includes(grant.role));
	const administers = having('CADM').length > 0;
	return {
		reads: administers ? 'all' : areas(having('REV', 'AUD')),
		reviews: administers ? 'all' : areas(having('REV')),
		keeps: administers ? 'all' : areas(having('KEEP', 'REV')),
		administers
	};
}

/** True when the area lies within the areas given. */
export function covers(areasGiven: readonly string[] | 'all', region: string): boolean {
	return areasGiven === 'all' || areasGiven.includes(region);
}

/** Complaints and suggestions go past a person's own coordinator: to the city's administrators, whatever else is read. */
export const ADMINISTRATORS_KIND = 'feedback';

/** True when records of this kind may be read where the area is. */
export function readsKind(rights: DeskRights, kind: string | null): boolean {
	return kind !== ADMINISTRATORS_KIND || rights.administers;
}

/** True when there is more of the desk for the person than the pages about the own stores. */
export function readsRecords({ reads }: DeskRights): boolean {
	return reads === 'all' || reads.length > 0;
}

/** True when the person may open the desk at all. */
export function mayOpenDesk(rights: DeskRights): boolean {
	return readsRecords(rights) || rights.keeps === 'all' || rights.keeps.length > 0;
}

/**
 * How a record is shown: whole to those who handle it (its coordinator, the city administrator, its recorder), else
 * with persons masked and sensitive texts left out.
 */
export function mayHandle(rights: DeskRights, region: string, recorder: string, account: string): boolean {
	return covers(rights.reviews, region) || recorder === account;
}
