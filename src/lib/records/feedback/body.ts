import { z } from 'zod';
import { commonShape, text } from '#lib/records/fields.ts';

/** A complaint or suggestion (投诉建议) about the product or the work, read by the city administrators. */
export const feedbackBody = z.object({
	...commonShape,
	topic: z.enum(['complaint', 'suggestion', 'question']),
	text: text(2000),
	contact: text(60)
});
export type FeedbackBody = z.infer<typeof feedbackBody>;
