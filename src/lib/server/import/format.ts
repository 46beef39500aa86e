/**
 * The import format: a folder with `reference/*.json` (lists of the deployment) and `sample/*.json` (records), as
 * src/sample ships it. An entry's unknown columns are ignored; what a column may lack is nullish here.
 * A file is an array of entries (or an object of arrays: enums, supplies); each entry is judged by itself.
 */
import { z } from 'zod';
import { ROLES } from '#lib/domain/roles.ts';
import { code, count, date, id, quantity, text, time } from '#lib/records/fields.ts';

z.config({ jitless: false });

const name = text(200).refine((value) => value.trim() !== '', { message: 'empty' });
const named = { code, zh: name, en: text(300) };
const maybeCode = code.nullish();
const day = z.union([date, z.iso.datetime({ offset: true })]).transform((value) => value.slice(0, 10));
const texts = (max: number) => z.array(text(60)).max(max);

export const regionEntry = z.object({
	...named,
	level: z.enum(['city', 'county', 'functional_zone']),
	parent: code,
	short_zh: name,
	pinyin: text(60),
	old_codes: z.array(code).nullish(),
	lng: z.number().nullish(),
	lat: z.number().nullish()
});
export const townshipEntry = z.object({ ...named, county: code, zone: maybeCode });
export const topicEntry = z.object({
	...named,
	category: text(60),
	minors_likely: z.boolean(),
	typical_minutes: z.number().int().min(1).max(1440)
});
export const teamEntry = z.object({
	...named,
	kind: z.enum(['lecture', 'expert', 'service', 'handout']),
	region: code,
	focus_topics: z.array(code).nullish()
});
export const speakerEntry = z.object({
	...named,
	team: code,
	region: code,
	honour: text(20),
	topics: z.array(code).nullish()
});
export const stationEntry = z.object({
	...named,
	region: code,
	hours: text(60).nullish(),
	lng: z.number().nullish(),
	lat: z.number().nullish()
});
export const organisationEntry = z.object({
	...named,
	region: code,
	type: text(20),
	parent: maybeCode,
	worksite_kind: maybeCode,
	workers: count.nullish()
});
export const worksiteKindEntry = z.object({
	...named,
	heat_exposure: text(30),
	new_employment_form: z.boolean(),
	default_kit: maybeCode,
	alcohol_free_required: z.boolean()
});
export const visitPurposeEntry = z.object({
	...named,
	programme: maybeCode,
	sensitive_by_default: z.boolean(),
	household: z.boolean().nullish()
});
export const heatEntry = z.object({ date, region: code, tmax_c: z.number().min(-40).max(60).nullable() });
export const userEntry = z.object({
	...named,
	login: z.string().min(1).max(60),
	role: z.enum(ROLES),
	region: code,
	team: maybeCode,
	phone: text(30).nullish()
});
export const codeEntry = z.union([
	z.object({ ...named, alcohol_free_required: z.boolean().nullish() }),
	code
]);
export const enumsFile = z.record(z.string().max(60), z.array(z.unknown()));

const supplyBase = {
	...named,
	category: text(30).nullish(),
	unit_zh: text(20),
	unit_en: text(30).nullish(),
	pack_zh: text(20).nullish(),
	units_per_pack: z.number().int().min(1).nullish(),
	typical_per_person: z.number().nullish(),
	soft_cap_per_person_per_handout: z.number().nullish(),
	soft_cap_per_person_per_season: z.number().nullish(),
	/** Yuan with at most two decimals. */
	indicative_unit_price_cny: z.number().min(0).max(1_000_000).nullish(),
	track_batch_expiry: z.boolean().nullish(),
	is_medicine: z.boolean().nullish(),
	contains_alcohol: z.boolean().nullish(),
	warning_zh: text(300).nullish(),
	warning_en: text(500).nullish(),
	for_: z.enum(['person', 'station']).nullish()
};
export const supplyEntry = z.object(supplyBase);
export const kitEntry = z.object({
	...named,
	unit_zh: text(20),
	lines: z
		.array(z.tuple([code, quantity]))
		.min(1)
		.max(60)
});
export const suppliesFile = z.object({
	items: z.array(z.unknown()),
	kits: z.array(z.unknown()).optional(),
	extras: z.array(z.unknown()).optional()
});

const reviewed = {
	id,
	no: text(60),
	region: code,
	date,
	recorded_by: code,
	offline_hours: z.number().min(0).max(100_000),
	review: z.enum(['pending', 'returned', 'approved', 'voided', 'locked']),
	reviewed_by: maybeCode,
	reviewed_at: day.nullish(),
	return: z
		.object({
			reason: maybeCode,
			fields: texts(60).nullish(),
			note: text(500).nullish(),
			due: day.nullish()
		})
		.nullish(),
	photos: count.nullish(),
	remark: text(500).nullish(),
	programme: maybeCode
};

export const sessionEntry = z.object({
	...reviewed,
	type: code,
	topic: maybeCode,
	topic_text: text(120).nullish(),
	team: maybeCode,
	speakers: z.array(code).max(20).nullish(),
	other_speakers: texts(20).nullish(),
	mode: code,
	start: time.nullish(),
	minutes: z.number().int().min(1).max(1440).nullish(),
	host_org: maybeCode,
	audience: maybeCode,
	headcount: count.nullish(),
	headcount_estimated: z.boolean().nullish(),
	by_org: z
		.array(z.object({ org: maybeCode, count }))
		.max(200)
		.nullish(),
	named_signins: count.nullish(),
	online_views: count.nullish(),
	new_form_people: count.nullish(),
	minors_present: z.boolean().nullish(),
	attendance_methods: z.array(code).max(10).nullish(),
	venue: text(120).nullish(),
	feedback: text(1000).nullish()
});
export type SessionEntry = z.infer<typeof sessionEntry>;

const proxy = z.object({ name: text(60), relation: text(60).nullish() }).nullish();
export const handoutEntry = z.object({
	...reviewed,
	kind: code,
	org: maybeCode,
	station: maybeCode,
	place: text(120).nullish(),
	worksite_kind: maybeCode,
	team: maybeCode,
	person_times: count.nullish(),
	first_time_persons: count.nullish(),
	new_form_person_times: count.nullish(),
	kit: maybeCode,
	lines: z
		.array(
			z.object({ supply: code, qty: quantity.nullish(), batch: text(40).nullish(), expiry: date.nullish() })
		)
		.max(60),
	heat_level: maybeCode,
	temp_c: z.number().min(-40).max(60).nullish(),
	receipt: maybeCode,
	receiver: z.object({ name: text(60), role: text(60).nullish(), phone: text(30).nullish() }).nullish(),
	proxy,
	paper_keeper: text(60).nullish(),
	recipients: z
		.array(z.object({ name: text(60), proxy }))
		.max(2000)
		.nullish()
});
export type HandoutEntry = z.infer<typeof handoutEntry>;

export const appealEntry = z.object({
	category: maybeCode,
	status: code,
	referral: maybeCode,
	followup: day.nullish(),
	closed: day.nullish(),
	satisfaction: maybeCode,
	text: text(1000).nullish(),
	handling: text(500).nullish(),
	result: text(500).nullish(),
	due: day.nullish()
});
export type AppealEntry = z.infer<typeof appealEntry>;

export const visitEntry = z.object({
	...reviewed,
	purpose: code,
	team: maybeCode,
	org: maybeCode,
	station: maybeCode,
	place: text(120).nullish(),
	household: z.object({ person: text(60), address: text(200).nullish() }).nullish(),
	households: count.nullish(),
	people_met: count.nullish(),
	new_form_people: count.nullish(),
	sensitive: z.boolean().nullish(),
	hardship_level: maybeCode,
	hardship_cause: maybeCode,
	heat_check: z.array(code).max(20).nullish(),
	problems_found: count.nullish(),
	problems_fixed: count.nullish(),
	appeals: z.array(appealEntry).max(50).nullish(),
	visitors: texts(60).nullish(),
	situation: text(2000).nullish(),
	category: maybeCode
});
export type VisitEntry = z.infer<typeof visitEntry>;
export type ReviewedEntry = Pick<
	VisitEntry,
	| 'id'
	| 'no'
	| 'region'
	| 'date'
	| 'recorded_by'
	| 'offline_hours'
	| 'review'
	| 'reviewed_by'
	| 'reviewed_at'
	| 'return'
>;

/** One line of performances-by-county-year.csv: figures of the past, never records. */
export const historicalEntry = z.object({
	region: code,
	year: z.coerce.number().int().min(1900).max(2200),
	shows: z.coerce.number().int().min(0),
	personTimes: z.coerce.number().int().min(0)
});
