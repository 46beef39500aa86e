/**
 * `POST /api/sync/trip-count`: what the server has of one trip by the person who asks, so that a phone can be held against it
 * at the day's end. Records that others made in the same trip are theirs and are not in it.
 */
import { z } from './zod.ts';

export const TRIP_COUNT_PATH = '/api/sync/trip-count';

export const tripCountRequest = z.object({ trip: z.uuid() });

export const tripCountAnswer = z.object({
	trip: z.uuid(),
	count: z.number().int().min(0),
	/** As a scope's (`digest.ts`), over kind, id and revision of these records. */
	hash: z.number().int().min(0),
	/** When it was counted, by the server's clock. */
	at: z.iso.datetime()
});
export type TripCount = z.infer<typeof tripCountAnswer>;
