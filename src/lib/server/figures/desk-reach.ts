import type { DeskIdentity } from '#lib/server/accounts/contract.ts';
import { coveredRegions, grantsCover } from '#lib/server/access/permission.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import type { Region } from '#lib/domain/reference.ts';

/** Roles that read figures, values and registers. */
export const FIGURE_ROLES = ['REV', 'CADM', 'AUD'] as const;

export interface DeskReach {
	/** Counties and zones the person reads. */
	readonly counties: readonly Region[];
	/** The same as codes for a filter, or null where all are read. */
	readonly regions: readonly string[] | null;
}

/** Whose figures a person reads: a coordinator the own county's, administrator and auditor all. */
export async function deskReach(db: Sql, desk: DeskIdentity): Promise<DeskReach> {
	const rows = await db
		.selectFrom('reference_row')
		.select('body')
		.where('kind', '=', 'region')
		.where('gone', '=', 0)
		.orderBy('code')
		.execute();
	const counties = rows
		.map((row) => JSON.parse(row.body) as Region)
		.filter((region) => region.level !== 'city');
	const { all, regions } = coveredRegions(desk.grants, FIGURE_ROLES);
	return {
		counties: all ? counties : counties.filter((county) => regions.includes(county.code)),
		regions: all ? null : regions
	};
}

/** True where the person only reads: persons are masked. A coordinator of one county may be auditor of all others. */
export function readsMasked(desk: DeskIdentity, region: string): boolean {
	return !grantsCover(desk.grants, ['REV', 'CADM'], region);
}

/** True when the person may read a county's register. */
export function readsRegister(desk: DeskIdentity, region: string): boolean {
	return grantsCover(desk.grants, FIGURE_ROLES, region);
}
