import { z } from 'zod';
import { code, commonShape, date, id, text } from '#lib/records/fields.ts';

/** A request (诉求) raised on a visit: a row of its own with its own revisions; the visit's approval does not freeze it. */
export const requestBody = z.object({
	...commonShape,
	visitId: id,
	/** appeal_category. */
	category: code.nullable(),
	text: text(1000),
	/** appeal_status: NEW, REF, DOING, DONE, VISITED, NO. */
	status: code,
	handling: text(500),
	/** referral_target. */
	referral: code.nullable(),
	due: date.nullable(),
	result: text(500),
	/** Day it was closed; follow-up is asked for within 15 days (R32). */
	closedOn: date.nullable(),
	followUp: date.nullable(),
	/** satisfaction. */
	satisfaction: code.nullable()
});
export type RequestBody = z.infer<typeof requestBody>;
