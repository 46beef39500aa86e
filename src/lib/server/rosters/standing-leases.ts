import type { Sql, Trx } from '#lib/server/database/schema.ts';
import type { RosterLeaseTable } from '#lib/server/database/schema-rosters.ts';

/** Leases that stand at an instant: opened, not over, not taken back, of a roster that is still there. */
export function standingLeases(db: Sql | Trx, now: string) {
	return db
		.selectFrom('roster_lease')
		.innerJoin('roster', 'roster.id', 'roster_lease.roster_id')
		.selectAll('roster_lease')
		.where('roster.removed_at', 'is', null)
		.where('opens_at', '<=', now)
		.where('until_at', '>', now)
		.where('ended_at', 'is', null);
}

/** Leases of these teams at an instant, in order of their days. */
export function leasesOfTeams(
	db: Sql | Trx,
	teams: readonly string[],
	now: string
): Promise<RosterLeaseTable[]> {
	if (teams.length === 0) return Promise.resolve([]);
	return standingLeases(db, now)
		.where('roster_lease.team', 'in', teams)
		.orderBy('from_day')
		.orderBy('roster_lease.id')
		.execute();
}
