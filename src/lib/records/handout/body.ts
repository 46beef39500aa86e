import { z } from 'zod';
import { code, commonShape, count, date, id, quantity, text } from '#lib/records/fields.ts';
import { photos } from '#lib/records/photos.ts';
import { signature } from '#lib/records/signature.ts';

/** A handout (发放). Quantities are in the supply's unit (bottles, never cases); packs are only how they are typed and shown. */
export const handoutBody = z.object({
	...commonShape,
	/** handout_kind: DW organisation, GR persons, ZC served on site, YZ station resupply. */
	handoutKind: code,
	organisation: code.nullable(),
	station: code.nullable(),
	placeText: text(120),
	worksiteKind: code.nullable(),
	personTimes: count.nullable(),
	firstTimePersons: count.nullable(),
	newFormPersonTimes: count.nullable(),
	kit: code.nullable(),
	lines: z
		.array(
			z.object({
				id,
				supply: code,
				qty: quantity.nullable(),
				batch: text(40),
				expiry: date.nullable()
			})
		)
		.max(60),
	/** Who took delivery for the organisation. */
	receiver: z.object({ name: text(60), role: text(60), phone: text(30) }).nullable(),
	/** Collected by someone else: who, and how related. */
	proxy: z.object({ name: text(60), relation: text(60) }).nullable(),
	/** Persons who signed one by one (GR). */
	recipients: z
		.array(
			z.object({
				id,
				name: text(60),
				/** Where the person works, when not at the place of the handout. */
				organisation: code.nullable(),
				organisationText: text(120),
				/** recipient_category. */
				category: code.nullable(),
				phone: text(30),
				/** How many portions of the handout's goods; null where version 1 or an import did not ask. */
				portions: count.nullable(),
				proxy: z.object({ name: text(60), relation: text(60) }).nullable(),
				remark: text(200),
				/** Of the person, or of who collected for them. */
				signature
			})
		)
		.max(2000),
	/** evidence_type: SIGN, SHEET, SEAL or PAPER. */
	receipt: code.nullable(),
	/** Of the receiver, or of the proxy, under `signedFor`. */
	signature,
	paperKeeper: text(60),
	temperature: z.number().min(-40).max(60).nullable(),
	photosReported: count.nullable(),
	photos
});
export type HandoutBody = z.infer<typeof handoutBody>;
