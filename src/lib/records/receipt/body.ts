import { z } from 'zod';
import { code, count, date, id, quantity, text } from '#lib/records/fields.ts';
import { evidenceShape, MOST_EVIDENCE, personRowShape } from '#lib/records/person-row.ts';
import { signature } from '#lib/records/signature.ts';

/**
 * One person's receipt at one handout (个人签领). Its id follows from handout and person (`records/natural-id.ts`): handed out
 * twice, on one phone or on two, it is one person, and each piece of evidence says what was given with it.
 */
export const receiptBody = z.object({
	...personRowShape,
	handoutId: id,
	evidence: z
		.array(
			z.object({
				...evidenceShape,
				kit: code.nullable(),
				/** How many portions of the kit. */
				portions: count,
				/** What was given where it is not the kit as it stands; empty: the kit. Quantities in the supply's unit, of all portions. */
				lines: z
					.array(z.object({ id, supply: code, qty: quantity, batch: text(40), expiry: date.nullable() }))
					.max(60),
				/** Why it was given although the person had received already or a limit was passed; '' where nothing was said. */
				override: text(300),
				/** Of the person, or of who collected for them; '' where nobody signed on the screen. */
				signature
			})
		)
		.min(1)
		.max(MOST_EVIDENCE)
});
export type ReceiptBody = z.infer<typeof receiptBody>;
