/** The part of the import format that is about stock; the rest is in `format.ts`. */
import { z } from 'zod';
import { MOVEMENT_ACTS } from '#lib/domain/stock/movement.ts';
import { code, date, id, quantity, text } from '#lib/records/fields.ts';

const name = text(200).refine((value) => value.trim() !== '', { message: 'empty' });

/** A place where goods are kept. */
export const storeEntry = z.object({ code, zh: name, en: text(300), region: code });

/** A movement of goods; places are written `store:CODE`, `team:CODE` or `person:ACCOUNT`. */
export const movementEntry = z.object({
	id,
	no: text(60),
	region: code,
	date,
	recorded_by: code,
	offline_hours: z.number().min(0).max(100_000).nullish(),
	act: z.enum(MOVEMENT_ACTS),
	from: text(60).nullish(),
	to: text(60).nullish(),
	about: id.nullish(),
	team: code.nullish(),
	lines: z
		.array(
			z.object({ supply: code, qty: quantity.nullish(), batch: text(40).nullish(), expiry: date.nullish() })
		)
		.max(200),
	source: text(120).nullish(),
	remark: text(500).nullish()
});
export type MovementEntry = z.infer<typeof movementEntry>;
