/** A record as the server shows it to a phone: the row body of `user:`, `team:` and `area:` feeds. */
import { z } from './zod.ts';
import { REVIEW_STATES } from '#lib/domain/review.ts';

export const flagView = z.object({
	code: z.string(),
	field: z.string(),
	message: z.string(),
	params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
	/** What the recorder answered, or null while it is open. */
	answer: z.string().nullable()
});

export const decisionView = z.object({
	verb: z.string(),
	by: z.string(),
	byName: z.string(),
	at: z.string(),
	reason: z.string().nullable(),
	note: z.string(),
	comments: z.array(z.object({ field: z.string(), text: z.string() })),
	due: z.string().nullable()
});

export const historyEntry = z.object({
	rev: z.number().int(),
	verb: z.string(),
	by: z.string(),
	byName: z.string(),
	/** Device's time and server's time. */
	at: z.string(),
	receivedAt: z.string(),
	/** Fields that changed, with the value before and after (row paths for keyed lists). */
	changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() }))
});

export const recordView = z.object({
	kind: z.string(),
	id: z.string(),
	rev: z.number().int(),
	schema: z.number().int(),
	/** Null for kinds that are not reviewed; a person's row is voided with the record it hangs on, and null before. */
	state: z.enum(REVIEW_STATES).nullable(),
	no: z.string().nullable(),
	legacyNo: z.string().nullable(),
	region: z.string(),
	recorder: z.string(),
	recorderName: z.string(),
	recordedAt: z.string(),
	receivedAt: z.string(),
	/** True after an author answered a return. */
	corrected: z.boolean(),
	body: z.unknown(),
	flags: z.array(flagView),
	/** Latest decision, or null. */
	decision: decisionView.nullable(),
	/** Field paths in conflict: the proposal that waits and the value that stands. */
	conflicts: z.array(
		z.object({
			id: z.string(),
			by: z.string(),
			byName: z.string(),
			at: z.string(),
			fields: z.array(z.object({ field: z.string(), current: z.unknown(), proposed: z.unknown() }))
		})
	),
	/**
	 * Of a count of goods: what the server made of it, in thousandths that came to the place (below zero left it). A phone that
	 * takes the count back shows it by this. Absent in answers of older servers.
	 */
	adjusted: z
		.array(
			z.object({
				supply: z.string(),
				batch: z.string(),
				expiry: z.string().nullable(),
				milli: z.number().int()
			})
		)
		.optional(),
	history: z.array(historyEntry)
});
export type RecordView = z.infer<typeof recordView>;
export type FlagView = z.infer<typeof flagView>;
export type DecisionView = z.infer<typeof decisionView>;
export type HistoryEntry = z.infer<typeof historyEntry>;
