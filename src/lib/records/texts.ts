/**
 * Message keys of the kinds and their sentences. The kinds themselves name keys only, so that server and phone share
 * them without the catalogue; everything that shows them to a person asks here.
 */
import { m } from '#lib/i18n.ts';
import type { Issue } from '#lib/domain/issue.ts';
import type { Locale, Summary } from './kind.ts';

/** Without a locale the reader's own is used; on the server it is given. */
interface Options {
	readonly locale?: Locale;
}
type Said = (inputs: Record<string, never>, options: Options) => string;

const kinds: Readonly<Record<string, Said>> = {
	visit: m.kind_visit,
	session: m.kind_session,
	handout: m.kind_handout,
	request: m.kind_request,
	'sign-in': m.kind_sign_in,
	receipt: m.kind_receipt,
	movement: m.kind_movement,
	trip: m.kind_trip,
	feedback: m.kind_feedback
};

const labels: Readonly<Record<string, Said>> = {
	field_date: m.field_date,
	field_region: m.field_region,
	field_team: m.field_team,
	field_programme: m.field_programme,
	field_campaign: m.field_campaign,
	field_remark: m.field_remark,
	field_start: m.field_start,
	field_minutes: m.field_minutes,
	field_session_type: m.field_session_type,
	field_topic: m.field_topic,
	field_topic_text: m.field_topic_text,
	field_speakers: m.field_speakers,
	field_other_speakers: m.field_other_speakers,
	field_venue: m.field_venue,
	field_mode: m.field_mode,
	field_host_organisation: m.field_host_organisation,
	field_audience: m.field_audience,
	field_headcount: m.field_headcount,
	field_headcount_estimated: m.field_headcount_estimated,
	field_by_organisation: m.field_by_organisation,
	field_organisation_or_rest: m.field_organisation_or_rest,
	field_row_person_times: m.field_row_person_times,
	field_named_on_paper: m.field_named_on_paper,
	field_sign_ins: m.field_sign_ins,
	field_name: m.field_name,
	field_workplace: m.field_workplace,
	field_workplace_text: m.field_workplace_text,
	field_recipient_category: m.field_recipient_category,
	field_sign_in_method: m.field_sign_in_method,
	field_signed_by_proxy: m.field_signed_by_proxy,
	field_minors_present: m.field_minors_present,
	field_new_form: m.field_new_form,
	field_online_views: m.field_online_views,
	field_attendance_methods: m.field_attendance_methods,
	field_audience_feedback: m.field_audience_feedback,
	field_photos_reported: m.field_photos_reported,
	field_photos: m.field_photos,
	field_purpose: m.field_purpose,
	field_visited_organisation: m.field_visited_organisation,
	field_station: m.field_station,
	field_place: m.field_place,
	field_place_text: m.field_place_text,
	field_household: m.field_household,
	field_person_visited: m.field_person_visited,
	field_address: m.field_address,
	field_households: m.field_households,
	field_visitors: m.field_visitors,
	field_people_met: m.field_people_met,
	field_hardship_level: m.field_hardship_level,
	field_hardship_cause: m.field_hardship_cause,
	field_sensitive: m.field_sensitive,
	field_heat_check: m.field_heat_check,
	field_problems_found: m.field_problems_found,
	field_problems_fixed: m.field_problems_fixed,
	field_temperature: m.field_temperature,
	field_situation: m.field_situation,
	field_requests: m.field_requests,
	field_request_category: m.field_request_category,
	field_request_text: m.field_request_text,
	field_request_status: m.field_request_status,
	field_handling: m.field_handling,
	field_referral: m.field_referral,
	field_due: m.field_due,
	field_result: m.field_result,
	field_closed_on: m.field_closed_on,
	field_follow_up: m.field_follow_up,
	field_satisfaction: m.field_satisfaction,
	field_trip_title: m.field_trip_title,
	field_trip_people: m.field_trip_people,
	field_feedback_topic: m.field_feedback_topic,
	field_feedback_text: m.field_feedback_text,
	field_feedback_contact: m.field_feedback_contact,
	field_handout_kind: m.field_handout_kind,
	field_organisation: m.field_organisation,
	field_worksite_kind: m.field_worksite_kind,
	field_person_times: m.field_person_times,
	field_first_time_persons: m.field_first_time_persons,
	field_kit: m.field_kit,
	field_lines: m.field_lines,
	field_supply: m.field_supply,
	field_qty: m.field_qty,
	field_batch: m.field_batch,
	field_expiry: m.field_expiry,
	field_receiver: m.field_receiver,
	field_receiver_role: m.field_receiver_role,
	field_phone: m.field_phone,
	field_proxy: m.field_proxy,
	field_proxy_name: m.field_proxy_name,
	field_proxy_relation: m.field_proxy_relation,
	field_recipients: m.field_recipients,
	field_portions: m.field_portions,
	field_receipt: m.field_receipt,
	field_signature: m.field_signature,
	field_paper_keeper: m.field_paper_keeper,
	field_card: m.field_card,
	field_roster_row: m.field_roster_row,
	field_evidence: m.field_evidence,
	field_noted_at: m.field_noted_at,
	field_withdrawn: m.field_withdrawn,
	field_override: m.field_override,
	evidence_tick: m.evidence_tick,
	evidence_scan: m.evidence_scan,
	evidence_self: m.evidence_self,
	evidence_typed: m.evidence_typed,
	evidence_paper: m.evidence_paper,
	field_stock_act: m.field_stock_act,
	field_stock_from: m.field_stock_from,
	field_stock_to: m.field_stock_to,
	field_stock_lines: m.field_stock_lines,
	field_stock_source: m.field_stock_source
};

/** What happens to goods, by `stock_act_<act>`. */
const stockActs: Readonly<Record<string, Said>> = {
	stock_act_receive: m.stock_act_receive,
	stock_act_issue: m.stock_act_issue,
	stock_act_transfer: m.stock_act_transfer,
	stock_act_confirm: m.stock_act_confirm,
	stock_act_return: m.stock_act_return,
	stock_act_loss: m.stock_act_loss,
	stock_act_expired: m.stock_act_expired,
	stock_act_count: m.stock_act_count,
	stock_act_reversal: m.stock_act_reversal,
	stock_act_give: m.stock_act_give
};

/** A rule's sentence; some name what they speak of. */
type SaidOf = (params: Readonly<Record<string, string | number>>, options: Options) => string;

const rules: Readonly<Record<string, SaidOf>> = {
	rule_r01: m.rule_r01,
	rule_r02: m.rule_r02,
	rule_r03: m.rule_r03,
	rule_r04: m.rule_r04,
	rule_r05: m.rule_r05,
	rule_r05_rows: m.rule_r05_rows,
	rule_r06: m.rule_r06,
	rule_r07: m.rule_r07,
	rule_r08: m.rule_r08,
	rule_r09: m.rule_r09,
	rule_r10: m.rule_r10,
	rule_r11: m.rule_r11,
	rule_r12: m.rule_r12,
	rule_r13: m.rule_r13,
	rule_r14: m.rule_r14,
	rule_r15: m.rule_r15,
	rule_r16: m.rule_r16,
	rule_r17: m.rule_r17,
	rule_r18: m.rule_r18,
	rule_r19: m.rule_r19,
	rule_r20: m.rule_r20,
	rule_r21: m.rule_r21,
	rule_r22: m.rule_r22,
	rule_r22_changed: m.rule_r22_changed,
	rule_r22_keeper: m.rule_r22_keeper,
	rule_receipts_none: m.rule_receipts_none,
	rule_r23: m.rule_r23,
	rule_r24: m.rule_r24,
	rule_r25: m.rule_r25,
	rule_r26: m.rule_r26,
	rule_r27: m.rule_r27,
	rule_r28: m.rule_r28,
	rule_r29: m.rule_r29,
	rule_r30: m.rule_r30,
	rule_r31: m.rule_r31,
	rule_r32: m.rule_r32,
	rule_r33: m.rule_r33,
	rule_r34: m.rule_r34,
	rule_r35: m.rule_r35,
	rule_r36: m.rule_r36,
	rule_r37: m.rule_r37,
	rule_r38: m.rule_r38,
	photo_twice: (params, options) => m.photo_twice({ record: params.record ?? '' }, options),
	photo_twice_unnamed: m.photo_twice_unnamed,
	rule_r39: m.rule_r39,
	rule_r40: m.rule_r40,
	rule_r41: m.rule_r41,
	rule_too_early: m.rule_too_early,
	rule_stock_places: m.rule_stock_places,
	rule_required: m.rule_required,
	rule_incident_required: m.rule_incident_required,
	rule_unread: m.rule_unread,
	rule_too_long: m.rule_too_long,
	rule_invalid: m.rule_invalid
};

type Params = Readonly<Record<string, string | number>>;
const details: Readonly<Record<string, (params: Params, options: Options) => string>> = {
	feedback_topic_complaint: (_params, options) => m.feedback_topic_complaint({}, options),
	feedback_topic_suggestion: (_params, options) => m.feedback_topic_suggestion({}, options),
	feedback_topic_question: (_params, options) => m.feedback_topic_question({}, options),
	summary_text: (params, options) => m.summary_text({ text: params.text ?? '' }, options),
	summary_person_times: (params, options) => m.summary_person_times({ n: params.n ?? '' }, options),
	summary_online_views: (params, options) => m.summary_online_views({ n: params.n ?? '' }, options),
	summary_people_met: (params, options) => m.summary_people_met({ n: params.n ?? '' }, options),
	summary_more_supplies: (params, options) => m.summary_more_supplies({ n: params.n ?? '' }, options),
	summary_supplies: (params, options) => m.summary_supplies({ n: params.n ?? '' }, options),
	summary_people: (params, options) => m.summary_people({ n: params.n ?? '' }, options),
	summary_due: (params, options) => m.summary_due({ date: params.date ?? '' }, options)
};

/** The name of a kind; the word itself for one this version does not know. */
export function kindText(kind: string, options: Options = {}): string {
	return kinds[kind]?.({}, options) ?? kind;
}

/** The label of a field by `FieldSpec.label`; the key itself when it has no sentence (a test keeps that from happening). */
export function labelText(key: string, options: Options = {}): string {
	return labels[key]?.({}, options) ?? key;
}

/** The sentence of an issue or of a verdict's issue, by its message key: a rule's, or that of a body's shape. */
export function issueText(issue: Pick<Issue, 'message' | 'params'>, options: Options = {}): string {
	if (issue.message === 'issue_too_long' && issue.params?.max !== undefined) {
		return m.issue_too_long({ max: issue.params.max }, options);
	}
	const { named, count, text } = issue.params ?? {};
	if (issue.message === 'flag_correction' && text !== undefined) return m.flag_correction({ text }, options);
	if (named !== undefined && count !== undefined) {
		if (issue.message === 'rule_r02_rows') return m.rule_r02_rows({ named, count }, options);
		if (issue.message === 'rule_receipts_over') return m.rule_receipts_over({ named, count }, options);
	}
	return (rules[issue.message] ?? rules.rule_invalid)?.(issue.params ?? {}, options) ?? issue.message;
}

/** One short figure of a list row. */
export function detailText(detail: Summary['details'][number], options: Options = {}): string {
	return (
		details[detail.message]?.(detail.params ?? {}, options) ?? stockActs[detail.message]?.({}, options) ?? ''
	);
}

/** The name of what happens to goods; the word itself for one this version does not know. */
export function stockActText(act: string, options: Options = {}): string {
	return stockActs[`stock_act_${act}`]?.({}, options) ?? act;
}

/** Words that stand for a value. */
export function valueWords(locale: Locale) {
	const options = { locale };
	return {
		yes: m.value_yes({}, options),
		no: m.value_no({}, options),
		notProvided: m.value_not_provided({}, options),
		signed: (time: string) => m.value_signed({ time }, options),
		photos: (n: number) => m.value_photos({ n }, options),
		minutes: (n: number) => m.value_minutes({ n }, options)
	};
}
