import { LEASED_ROSTER } from '#lib/domain/rosters/lease.ts';
import type { FeedChange } from '#lib/server/sync/feed.ts';

/** A scope that nobody reads: its head says that a lease began or ended, so that phones which listen are told at once. */
export const LEASES_SCOPE = 'leases';

export const LEASES_MOVED: FeedChange = {
	scope: LEASES_SCOPE,
	kind: LEASED_ROSTER,
	id: LEASES_SCOPE,
	rev: 1,
	gone: false
};
