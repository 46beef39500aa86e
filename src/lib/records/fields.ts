/** Schema pieces that several kinds share. Lengths are in characters as people count them (code points). */
import { z } from 'zod';

// Pages forbid what is compiled at run time; a server may, and reads twice as fast.
z.config({ jitless: !('process' in globalThis) });

const points = (text: string) => [...text].length;

/** Free text of at most `max` characters; control characters other than line breaks are refused. */
export const text = (max: number) =>
	z
		.string()
		.refine((value) => value.length <= max || points(value) <= max, { message: 'too-long', params: { max } })
		// eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
		.refine((value) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value), {
			message: 'control-character'
		});

export const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/);
export const id = z
	.string()
	.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
export const date = z.iso.date();
/** `HH:mm` on the 24-hour clock. */
export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** A count of people or things, whole, up to ten million. */
export const count = z.number().int().min(0).max(10_000_000);
/** A quantity with at most three decimals. */
export const quantity = z
	.number()
	.min(0)
	.max(10_000_000)
	.refine((value) => Number.isInteger(Math.round(value * 1e6) / 1e3), { message: 'too-many-decimals' });

/**
 * What every record carries. `region`, `team`, `tripId` say where it belongs; `answers` holds what the person answered
 * to warnings (see `answerKey`); `legacyNo` a foreign number; `imported` marks what came from a file and may lack what
 * the file's format has no column for.
 */
export const commonShape = {
	region: code,
	date,
	team: code.nullable(),
	programme: code.nullable(),
	campaign: code.nullable(),
	tripId: id.nullable(),
	remark: text(500),
	answers: z.record(z.string().max(120), text(300)),
	imported: z.boolean()
};
