/** Bodies of the verbs that are not a whole record. */
import { z } from 'zod';
import { date, id, text } from '#lib/records/fields.ts';

export const decisionBody = z.object({
	reason: z.string().max(64).nullish(),
	note: text(1000).optional(),
	comments: z
		.array(z.object({ field: z.string().max(160), text: text(500) }))
		.max(100)
		.optional(),
	due: date.nullish(),
	duplicateOf: id.nullish()
});
export const correctionBody = z.object({ text: text(1000).refine((value) => value.trim() !== '') });
export const dismissFlagBody = z.object({
	code: z.string().max(64),
	field: z.string().max(200),
	note: text(500)
});
export const settleBody = z.object({
	conflictId: z.string().max(64),
	keep: z.record(z.string().max(200), z.enum(['server', 'proposed']))
});
