/** A trip held against the server at the day's end. Loaded when a screen first asks. */
import { TRIP_COUNT_PATH, tripCountAnswer, type TripCount } from '#lib/protocol/trip-count.ts';
import { watch, type Databases } from '#lib/storage/databases.ts';
import { readTripFacts, type TripFacts } from '#lib/storage/trips/trip-facts.ts';
import { askServer } from './ask-server.ts';
import { loadKinds } from './kinds.ts';
import type { Fetch } from './session.ts';

export type { TripFacts } from '#lib/storage/trips/trip-facts.ts';
export type { TripCount } from '#lib/protocol/trip-count.ts';

/**
 * Why the server did not say what it has: no network, or a page that answers for it; a session or a phone that it no longer
 * takes; anything else it answered.
 */
export type TripTrouble = 'net' | 'auth' | 'failed';

export interface TripAccount {
	/** Calls back now and after every change; returns how to stop. */
	watch(trip: string, listener: (facts: TripFacts) => void): () => void;
	/** What the server has, or why it is not known. */
	ask(trip: string): Promise<TripCount | TripTrouble>;
}

export async function createTripAccount(
	databases: Databases,
	account: string,
	fetch: Fetch
): Promise<TripAccount> {
	const { all } = await loadKinds();
	const rows = all.flatMap((kind) => (kind.merging ? [kind.kind] : []));
	const reader = { account, rowKinds: new Set(rows) };
	return {
		watch: (trip, listener) =>
			watch(databases, (database) => readTripFacts(database, trip, reader), listener),
		async ask(trip) {
			const answer = await askServer(fetch, account, TRIP_COUNT_PATH, { trip, rows });
			if (!answer) return 'net';
			if (answer.status === 401 || answer.status === 403) return 'auth';
			const count = answer.status === 200 ? tripCountAnswer.safeParse(answer.json) : null;
			return count?.success && count.data.trip === trip ? count.data : 'failed';
		}
	};
}
