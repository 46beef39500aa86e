/**
 * `POST /api/sync/trip-count`: what the server has of one trip by the person who asks, so that a phone can be held against it
 * at the day's end. Records that others made in the same trip are theirs and are not in it.
 *
 * The rows of persons that hang on these records (receipts, sign-ins) are counted beside them, as far as the person who asks
 * noted something there. The phone names the kinds it counts: one that names none, and a server that does not count them, are
 * compared by the records alone.
 */
import { z } from './zod.ts';

export const TRIP_COUNT_PATH = '/api/sync/trip-count';

export const tripCountRequest = z.object({
	trip: z.uuid(),
	/** Kinds of persons' rows to be counted. */
	rows: z.array(z.string().max(40)).max(20).optional()
});

const counted = {
	count: z.number().int().min(0),
	/** As a scope's (`digest.ts`), over kind, id and revision of these records. */
	hash: z.number().int().min(0)
};

export const tripCountAnswer = z.object({
	trip: z.uuid(),
	...counted,
	/** The rows of persons; absent where they were not asked for, and from older servers. */
	rows: z.object(counted).optional(),
	/** When it was counted, by the server's clock. */
	at: z.iso.datetime()
});
export type TripCount = z.infer<typeof tripCountAnswer>;
