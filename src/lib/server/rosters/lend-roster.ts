import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { leaseScope, leaseTimes, LEASED_PERSON, LEASED_ROSTER } from '#lib/domain/rosters/lease.ts';
import { audit } from '#lib/server/accounts/audit.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { retried } from '#lib/server/database/retried.ts';
import { lockedIn } from '#lib/server/database/row-locks.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { appendToFeeds } from '#lib/server/sync/feed.ts';
import { LEASES_MOVED } from './leases-moved.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';

export interface WantedLease {
	readonly roster: string;
	readonly team: string;
	readonly campaign: string | null;
	readonly from: string;
	/** How many days, 1 or 2. */
	readonly days: number;
}

/** Feeds of leases that ended longer ago than this are cleared away: no phone may read them, none has their rows. */
const KEPT_MILLIS = 7 * 86_400_000;

/** Lends a roster to a team. @returns false for days that cannot be lent (`leaseTimes`) */
export async function lendRoster(
	database: ServerDatabase,
	wanted: WantedLease,
	by: string,
	now: Date
): Promise<boolean> {
	const times = leaseTimes(wanted.from, wanted.days, shanghaiDay(now));
	if (!times) return false;
	// Receipts without a card are found by their row: with two of those it may stand in a circle.
	await retried(() => database.transaction((trx) => lend(trx, wanted, times, by, now)));
	return true;
}

type Times = NonNullable<ReturnType<typeof leaseTimes>>;

async function lend(trx: Trx, wanted: WantedLease, times: Times, by: string, now: Date): Promise<void> {
	const id = randomUUID();
	// A receipt that is being taken in is waited for; one that comes later waits, and finds the lease. In the order of cards, as
	// receipts lock them.
	const people = await lockedIn(
		trx,
		trx
			.selectFrom('roster_row')
			.select(['id', 'n', 'rev'])
			.where('roster_id', '=', wanted.roster)
			.orderBy('card_id')
	).execute();
	const rows = [...people].sort((one, other) => one.n - other.n);
	await trx
		.insertInto('roster_lease')
		.values({
			id,
			roster_id: wanted.roster,
			team: wanted.team,
			campaign: wanted.campaign,
			from_day: wanted.from,
			to_day: times.to,
			opens_at: times.opens,
			until_at: times.until,
			created_by: by,
			created_at: now.toISOString(),
			ended_at: null
		})
		.execute();
	await clearOld(trx, now);
	await audit(trx, now, by, 'roster-lent', wanted.roster, { team: wanted.team, day: wanted.from });
	const scope = leaseScope(id);
	await appendToFeeds(trx, [
		LEASES_MOVED,
		{ scope, kind: LEASED_ROSTER, id, rev: 1, gone: false, isNew: true },
		...rows.map((row) => ({
			scope,
			kind: LEASED_PERSON,
			id: row.id,
			rev: row.rev,
			gone: false,
			isNew: true
		}))
	]);
}

/** Takes a lease back before its time: phones drop it at their next exchange. */
export async function takeBackLease(
	database: ServerDatabase,
	lease: string,
	by: string,
	now: Date
): Promise<void> {
	await database.transaction(async (trx) => {
		const taken = await trx
			.updateTable('roster_lease')
			.set({ ended_at: now.toISOString() })
			.where('id', '=', lease)
			.where('ended_at', 'is', null)
			.returning(['roster_id', 'team'])
			.executeTakeFirst();
		if (!taken) return;
		await audit(trx, now, by, 'roster-taken-back', taken.roster_id, { team: taken.team });
		await appendToFeeds(trx, [LEASES_MOVED]);
	});
}

async function clearOld(trx: Trx, now: Date): Promise<void> {
	const before = new Date(now.getTime() - KEPT_MILLIS).toISOString();
	const over = await trx
		.selectFrom('roster_lease')
		.innerJoin('scope_head', (join) =>
			join.on('scope_head.scope', '=', sql<string>`'roster:' || roster_lease.id`)
		)
		.select('roster_lease.id')
		.where('until_at', '<', before)
		.limit(50)
		.execute();
	if (over.length === 0) return;
	const scopes = over.map((one) => leaseScope(one.id));
	await trx.deleteFrom('feed').where('scope', 'in', scopes).execute();
	await trx.deleteFrom('scope_head').where('scope', 'in', scopes).execute();
}
