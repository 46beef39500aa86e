/** A trip held against the server at the day's end. Loaded when a screen first asks. */
import { TRIP_COUNT_PATH, tripCountAnswer, type TripCount } from '#lib/protocol/trip-count.ts';
import { watch, type Databases } from '#lib/storage/databases.ts';
import { readTripFacts, type TripFacts } from '#lib/storage/trips/trip-facts.ts';
import { askServer } from './ask-server.ts';
import type { Fetch } from './session.ts';

export type { TripFacts } from '#lib/storage/trips/trip-facts.ts';
export type { TripCount } from '#lib/protocol/trip-count.ts';

export interface TripAccount {
	/** Calls back now and after every change; returns how to stop. */
	watch(trip: string, listener: (facts: TripFacts) => void): () => void;
	/** What the server has; null without a network, without a session, or where a page answers for the server. */
	ask(trip: string): Promise<TripCount | null>;
}

export function createTripAccount(databases: Databases, account: string, fetch: Fetch): TripAccount {
	return {
		watch: (trip, listener) =>
			watch(databases, (database) => readTripFacts(database, trip, account), listener),
		async ask(trip) {
			const answer = await askServer(fetch, account, TRIP_COUNT_PATH, { trip });
			const count = answer?.status === 200 ? tripCountAnswer.safeParse(answer.json) : null;
			return count?.success && count.data.trip === trip ? count.data : null;
		}
	};
}
