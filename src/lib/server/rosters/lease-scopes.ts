import { leaseScope } from '#lib/domain/rosters/lease.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { stands, type Rights } from '#lib/server/sync/rights.ts';
import { leasesOfTeams } from './standing-leases.ts';

/** Scopes of the rosters that are lent to a team of this account now; none without a right to record. */
export async function leaseScopes(trx: Trx, rights: Rights, now: string): Promise<string[]> {
	const records = rights.grants.filter(
		(grant) => stands(grant, now) && ['VOL', 'LEAD', 'LECT'].includes(grant.role)
	);
	if (records.length === 0) return [];
	const teams = [rights.team, ...records.map((grant) => grant.team)].filter((team) => team !== null);
	return (await leasesOfTeams(trx, [...new Set(teams)], now)).map((lease) => leaseScope(lease.id));
}
