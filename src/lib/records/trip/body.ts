import { z } from 'zod';
import { commonShape, text } from '#lib/records/fields.ts';

/** A trip (走访批次): what one outing produced; its team, region, programme and people are entered once. */
export const tripBody = z.object({
	...commonShape,
	title: text(80),
	/** Names of those who went. */
	people: z.array(text(60)).max(60),
	startedAt: z.iso.datetime(),
	endedAt: z.iso.datetime().nullable()
});
export type TripBody = z.infer<typeof tripBody>;
