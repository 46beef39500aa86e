import { z } from 'zod';
import { MOVEMENT_ACTS } from '#lib/domain/stock/movement.ts';
import { code, commonShape, date, id, quantity, text } from '#lib/records/fields.ts';

const place = z.string().regex(/^(store|team|person):[A-Za-z0-9][A-Za-z0-9._-]{0,40}$/);

/** A stock movement. Quantities are in the supply's unit (bottles, never cases), as in a handout. */
export const movementBody = z.object({
	...commonShape,
	act: z.enum(MOVEMENT_ACTS),
	from: place.nullable(),
	to: place.nullable(),
	/** The movement that a confirmation or a reversal is about. */
	about: id.nullable(),
	lines: z
		.array(z.object({ id, supply: code, qty: quantity.nullable(), batch: text(40), expiry: date.nullable() }))
		.max(200),
	/** Where a receipt came from: supplier, delivery note. */
	source: text(120)
});
export type MovementBody = z.infer<typeof movementBody>;
