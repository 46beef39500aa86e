import { z } from 'zod';
import { code, commonShape, count, id, text, time } from '#lib/records/fields.ts';
import { photos } from '#lib/records/photos.ts';

/** A session (宣讲; also training, performance: the type is data) with its attendance. */
export const sessionBody = z.object({
	...commonShape,
	/** session_type. */
	type: code,
	topic: code.nullable(),
	/** Topic in free words where none of the list fits. */
	topicText: text(120),
	speakers: z.array(code).max(20),
	/** Speakers that are in no list. */
	otherSpeakers: z.array(text(60)).max(20),
	venue: text(120),
	/** session_mode: XX on site, XS online, HH hybrid. */
	mode: code,
	start: time.nullable(),
	minutes: z.number().int().min(1).max(1440).nullable(),
	hostOrganisation: code.nullable(),
	/** audience_category. */
	audience: code.nullable(),
	/** Authoritative person-times on site; 0 only online. */
	headcount: count.nullable(),
	headcountEstimated: z.boolean(),
	/** Counts per organisation; organisation null is the remainder 未分单位. Sum equals headcount (R03). */
	byOrganisation: z.array(z.object({ id, organisation: code.nullable(), count })).max(200),
	/** Named sign-ins that were written on paper or imported: a number only. */
	namedOnPaper: count,
	/** Named sign-ins entered one by one. */
	signIns: z
		.array(
			z.object({
				id,
				name: text(60),
				organisation: code.nullable(),
				organisationText: text(120),
				category: code.nullable(),
				/** attendance method NM or PS. */
				method: code,
				proxy: z.boolean()
			})
		)
		.max(2000),
	minorsPresent: z.boolean(),
	newFormPeople: count.nullable(),
	/** Never person-times (R06). */
	onlineViews: count,
	/** attendance_method codes: how the count is known. */
	attendanceMethods: z.array(code).max(10),
	feedback: text(1000),
	photosReported: count.nullable(),
	photos
});
export type SessionBody = z.infer<typeof sessionBody>;
