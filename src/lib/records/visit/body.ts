import { z } from 'zod';
import { code, commonShape, count, text } from '#lib/records/fields.ts';
import { photos } from '#lib/records/photos.ts';

/** A visit (走访). Requests raised on it are rows of their own (`request`), never part of this body. */
export const visitBody = z.object({
	...commonShape,
	purpose: code,
	/** Place: an organisation, a station or, for home visits, a household. At most one is set. */
	organisation: code.nullable(),
	station: code.nullable(),
	household: z.object({ person: text(60), address: text(200) }).nullable(),
	households: count,
	/** Free words for a place that is in no list. */
	placeText: text(120),
	/** Names of those who went. */
	visitors: z.array(text(60)).max(60),
	/** recipient_category. */
	category: code.nullable(),
	peopleMet: count.nullable(),
	newFormPeople: count.nullable(),
	hardshipLevel: code.nullable(),
	hardshipCause: code.nullable(),
	sensitive: z.boolean(),
	/** employer_heat_check codes that were found in order; null when no check was made. */
	heatCheck: z.array(code).max(20).nullable(),
	/** Problems found and put right at an employer check. */
	problemsFound: count.nullable(),
	problemsFixed: count.nullable(),
	/** Day's maximum as typed, degrees C; the region's heat calendar goes first. */
	temperature: z.number().min(-40).max(60).nullable(),
	situation: text(2000),
	/** Photos an imported record says it had; pictures themselves are attachments. */
	photosReported: count.nullable(),
	photos
});
export type VisitBody = z.infer<typeof visitBody>;
