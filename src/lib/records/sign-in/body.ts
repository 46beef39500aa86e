import { z } from 'zod';
import { id } from '#lib/records/fields.ts';
import { evidenceShape, MOST_EVIDENCE, personRowShape } from '#lib/records/person-row.ts';

/**
 * One person at one session (签到). Its id follows from session and person (`records/natural-id.ts`): noted twice, on one
 * phone or on two, it is one row with both pieces of evidence. It never adds to the head count.
 */
export const signInBody = z.object({
	...personRowShape,
	sessionId: id,
	evidence: z.array(z.object(evidenceShape)).min(1).max(MOST_EVIDENCE)
});
export type SignInBody = z.infer<typeof signInBody>;
