/** A trip held against the server at the day's end. Loaded when a screen first asks. */
import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import { TRIP_COUNT_PATH, tripCountAnswer, type TripCount } from '#lib/protocol/trip-count.ts';
import { watch, type Databases } from '#lib/storage/databases.ts';
import { readTripFacts, type TripFacts } from '#lib/storage/trips/trip-facts.ts';
import type { Fetch } from './session.ts';

export type { TripFacts } from '#lib/storage/trips/trip-facts.ts';
export type { TripCount } from '#lib/protocol/trip-count.ts';

const DEADLINE = 15_000;

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
			try {
				const response = await fetch(TRIP_COUNT_PATH, {
					method: 'POST',
					headers: { 'content-type': 'application/json', [ACCOUNT_HEADER]: account },
					body: JSON.stringify({ trip }),
					credentials: 'same-origin',
					cache: 'no-store',
					redirect: 'error',
					signal: AbortSignal.timeout ? AbortSignal.timeout(DEADLINE) : null
				});
				if (!response.ok || !(response.headers.get('content-type') ?? '').includes('json')) return null;
				const answer = tripCountAnswer.safeParse(await response.json());
				return answer.success && answer.data.trip === trip ? answer.data : null;
			} catch {
				return null;
			}
		}
	};
}
