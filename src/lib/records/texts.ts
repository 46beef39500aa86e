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
type Said = (options: Options) => string;

const kinds: Readonly<Record<string, Said>> = {
	visit: (options) => m.kind_visit({}, options),
	session: (options) => m.kind_session({}, options),
	handout: (options) => m.kind_handout({}, options),
	request: (options) => m.kind_request({}, options),
	'sign-in': (options) => m.kind_sign_in({}, options),
	receipt: (options) => m.kind_receipt({}, options),
	movement: (options) => m.kind_movement({}, options),
	trip: (options) => m.kind_trip({}, options),
	feedback: (options) => m.kind_feedback({}, options)
};

const labels: Readonly<Record<string, Said>> = {
	field_date: (options) => m.field_date({}, options),
	field_region: (options) => m.field_region({}, options),
	field_team: (options) => m.field_team({}, options),
	field_programme: (options) => m.field_programme({}, options),
	field_campaign: (options) => m.field_campaign({}, options),
	field_remark: (options) => m.field_remark({}, options),
	field_start: (options) => m.field_start({}, options),
	field_minutes: (options) => m.field_minutes({}, options),
	field_session_type: (options) => m.field_session_type({}, options),
	field_topic: (options) => m.field_topic({}, options),
	field_topic_text: (options) => m.field_topic_text({}, options),
	field_speakers: (options) => m.field_speakers({}, options),
	field_other_speakers: (options) => m.field_other_speakers({}, options),
	field_venue: (options) => m.field_venue({}, options),
	field_mode: (options) => m.field_mode({}, options),
	field_host_organisation: (options) => m.field_host_organisation({}, options),
	field_audience: (options) => m.field_audience({}, options),
	field_headcount: (options) => m.field_headcount({}, options),
	field_headcount_estimated: (options) => m.field_headcount_estimated({}, options),
	field_by_organisation: (options) => m.field_by_organisation({}, options),
	field_organisation_or_rest: (options) => m.field_organisation_or_rest({}, options),
	field_row_person_times: (options) => m.field_row_person_times({}, options),
	field_named_on_paper: (options) => m.field_named_on_paper({}, options),
	field_sign_ins: (options) => m.field_sign_ins({}, options),
	field_name: (options) => m.field_name({}, options),
	field_workplace: (options) => m.field_workplace({}, options),
	field_workplace_text: (options) => m.field_workplace_text({}, options),
	field_recipient_category: (options) => m.field_recipient_category({}, options),
	field_sign_in_method: (options) => m.field_sign_in_method({}, options),
	field_signed_by_proxy: (options) => m.field_signed_by_proxy({}, options),
	field_minors_present: (options) => m.field_minors_present({}, options),
	field_new_form: (options) => m.field_new_form({}, options),
	field_online_views: (options) => m.field_online_views({}, options),
	field_attendance_methods: (options) => m.field_attendance_methods({}, options),
	field_audience_feedback: (options) => m.field_audience_feedback({}, options),
	field_photos_reported: (options) => m.field_photos_reported({}, options),
	field_photos: (options) => m.field_photos({}, options),
	field_purpose: (options) => m.field_purpose({}, options),
	field_visited_organisation: (options) => m.field_visited_organisation({}, options),
	field_station: (options) => m.field_station({}, options),
	field_place: (options) => m.field_place({}, options),
	field_place_text: (options) => m.field_place_text({}, options),
	field_household: (options) => m.field_household({}, options),
	field_person_visited: (options) => m.field_person_visited({}, options),
	field_address: (options) => m.field_address({}, options),
	field_households: (options) => m.field_households({}, options),
	field_visitors: (options) => m.field_visitors({}, options),
	field_people_met: (options) => m.field_people_met({}, options),
	field_hardship_level: (options) => m.field_hardship_level({}, options),
	field_hardship_cause: (options) => m.field_hardship_cause({}, options),
	field_sensitive: (options) => m.field_sensitive({}, options),
	field_heat_check: (options) => m.field_heat_check({}, options),
	field_problems_found: (options) => m.field_problems_found({}, options),
	field_problems_fixed: (options) => m.field_problems_fixed({}, options),
	field_temperature: (options) => m.field_temperature({}, options),
	field_situation: (options) => m.field_situation({}, options),
	field_requests: (options) => m.field_requests({}, options),
	field_request_category: (options) => m.field_request_category({}, options),
	field_request_text: (options) => m.field_request_text({}, options),
	field_request_status: (options) => m.field_request_status({}, options),
	field_handling: (options) => m.field_handling({}, options),
	field_referral: (options) => m.field_referral({}, options),
	field_due: (options) => m.field_due({}, options),
	field_result: (options) => m.field_result({}, options),
	field_closed_on: (options) => m.field_closed_on({}, options),
	field_follow_up: (options) => m.field_follow_up({}, options),
	field_satisfaction: (options) => m.field_satisfaction({}, options),
	field_trip_title: (options) => m.field_trip_title({}, options),
	field_trip_people: (options) => m.field_trip_people({}, options),
	field_feedback_topic: (options) => m.field_feedback_topic({}, options),
	field_feedback_text: (options) => m.field_feedback_text({}, options),
	field_feedback_contact: (options) => m.field_feedback_contact({}, options),
	field_handout_kind: (options) => m.field_handout_kind({}, options),
	field_organisation: (options) => m.field_organisation({}, options),
	field_worksite_kind: (options) => m.field_worksite_kind({}, options),
	field_person_times: (options) => m.field_person_times({}, options),
	field_first_time_persons: (options) => m.field_first_time_persons({}, options),
	field_kit: (options) => m.field_kit({}, options),
	field_lines: (options) => m.field_lines({}, options),
	field_supply: (options) => m.field_supply({}, options),
	field_qty: (options) => m.field_qty({}, options),
	field_batch: (options) => m.field_batch({}, options),
	field_expiry: (options) => m.field_expiry({}, options),
	field_receiver: (options) => m.field_receiver({}, options),
	field_receiver_role: (options) => m.field_receiver_role({}, options),
	field_phone: (options) => m.field_phone({}, options),
	field_proxy: (options) => m.field_proxy({}, options),
	field_proxy_name: (options) => m.field_proxy_name({}, options),
	field_proxy_relation: (options) => m.field_proxy_relation({}, options),
	field_recipients: (options) => m.field_recipients({}, options),
	field_portions: (options) => m.field_portions({}, options),
	field_receipt: (options) => m.field_receipt({}, options),
	field_signature: (options) => m.field_signature({}, options),
	field_paper_keeper: (options) => m.field_paper_keeper({}, options),
	field_card: (options) => m.field_card({}, options),
	field_roster_row: (options) => m.field_roster_row({}, options),
	field_evidence: (options) => m.field_evidence({}, options),
	field_noted_at: (options) => m.field_noted_at({}, options),
	field_withdrawn: (options) => m.field_withdrawn({}, options),
	field_override: (options) => m.field_override({}, options),
	evidence_tick: (options) => m.evidence_tick({}, options),
	evidence_scan: (options) => m.evidence_scan({}, options),
	evidence_self: (options) => m.evidence_self({}, options),
	evidence_typed: (options) => m.evidence_typed({}, options),
	evidence_paper: (options) => m.evidence_paper({}, options),
	field_stock_act: (options) => m.field_stock_act({}, options),
	field_stock_from: (options) => m.field_stock_from({}, options),
	field_stock_to: (options) => m.field_stock_to({}, options),
	field_stock_lines: (options) => m.field_stock_lines({}, options),
	field_stock_source: (options) => m.field_stock_source({}, options)
};

/** What happens to goods, by `stock_act_<act>`. */
const stockActs: Readonly<Record<string, Said>> = {
	stock_act_receive: (options) => m.stock_act_receive({}, options),
	stock_act_issue: (options) => m.stock_act_issue({}, options),
	stock_act_transfer: (options) => m.stock_act_transfer({}, options),
	stock_act_confirm: (options) => m.stock_act_confirm({}, options),
	stock_act_return: (options) => m.stock_act_return({}, options),
	stock_act_loss: (options) => m.stock_act_loss({}, options),
	stock_act_expired: (options) => m.stock_act_expired({}, options),
	stock_act_count: (options) => m.stock_act_count({}, options),
	stock_act_reversal: (options) => m.stock_act_reversal({}, options),
	stock_act_give: (options) => m.stock_act_give({}, options)
};

/** A rule's sentence; some name what they speak of. */
type SaidOf = (options: Options, params?: Readonly<Record<string, string | number>>) => string;

const rules: Readonly<Record<string, SaidOf>> = {
	rule_r01: (options) => m.rule_r01({}, options),
	rule_r02: (options) => m.rule_r02({}, options),
	rule_r03: (options) => m.rule_r03({}, options),
	rule_r04: (options) => m.rule_r04({}, options),
	rule_r05: (options) => m.rule_r05({}, options),
	rule_r05_rows: (options) => m.rule_r05_rows({}, options),
	rule_r06: (options) => m.rule_r06({}, options),
	rule_r07: (options) => m.rule_r07({}, options),
	rule_r08: (options) => m.rule_r08({}, options),
	rule_r09: (options) => m.rule_r09({}, options),
	rule_r10: (options) => m.rule_r10({}, options),
	rule_r11: (options) => m.rule_r11({}, options),
	rule_r12: (options) => m.rule_r12({}, options),
	rule_r13: (options) => m.rule_r13({}, options),
	rule_r14: (options) => m.rule_r14({}, options),
	rule_r15: (options) => m.rule_r15({}, options),
	rule_r16: (options) => m.rule_r16({}, options),
	rule_r17: (options) => m.rule_r17({}, options),
	rule_r18: (options) => m.rule_r18({}, options),
	rule_r19: (options) => m.rule_r19({}, options),
	rule_r20: (options) => m.rule_r20({}, options),
	rule_r21: (options) => m.rule_r21({}, options),
	rule_r22: (options) => m.rule_r22({}, options),
	rule_r22_changed: (options) => m.rule_r22_changed({}, options),
	rule_r22_keeper: (options) => m.rule_r22_keeper({}, options),
	rule_r23: (options) => m.rule_r23({}, options),
	rule_r24: (options) => m.rule_r24({}, options),
	rule_r25: (options) => m.rule_r25({}, options),
	rule_r26: (options) => m.rule_r26({}, options),
	rule_r27: (options) => m.rule_r27({}, options),
	rule_r28: (options) => m.rule_r28({}, options),
	rule_r29: (options) => m.rule_r29({}, options),
	rule_r30: (options) => m.rule_r30({}, options),
	rule_r31: (options) => m.rule_r31({}, options),
	rule_r32: (options) => m.rule_r32({}, options),
	rule_r33: (options) => m.rule_r33({}, options),
	rule_r34: (options) => m.rule_r34({}, options),
	rule_r35: (options) => m.rule_r35({}, options),
	rule_r36: (options) => m.rule_r36({}, options),
	rule_r37: (options) => m.rule_r37({}, options),
	rule_r38: (options) => m.rule_r38({}, options),
	photo_twice: (options, params) => m.photo_twice({ record: params?.record ?? '' }, options),
	photo_twice_unnamed: (options) => m.photo_twice_unnamed({}, options),
	rule_r39: (options) => m.rule_r39({}, options),
	rule_r40: (options) => m.rule_r40({}, options),
	rule_r41: (options) => m.rule_r41({}, options),
	rule_stock_places: (options) => m.rule_stock_places({}, options),
	rule_required: (options) => m.rule_required({}, options),
	rule_incident_required: (options) => m.rule_incident_required({}, options),
	rule_unread: (options) => m.rule_unread({}, options),
	rule_too_long: (options) => m.rule_too_long({}, options),
	rule_invalid: (options) => m.rule_invalid({}, options)
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
	summary_supplies: (params, options) => m.summary_supplies({ n: params.n ?? '' }, options),
	summary_people: (params, options) => m.summary_people({ n: params.n ?? '' }, options),
	summary_due: (params, options) => m.summary_due({ date: params.date ?? '' }, options)
};

/** The name of a kind; the word itself for one this version does not know. */
export function kindText(kind: string, options: Options = {}): string {
	return kinds[kind]?.(options) ?? kind;
}

/** The label of a field by `FieldSpec.label`; the key itself when it has no sentence (a test keeps that from happening). */
export function labelText(key: string, options: Options = {}): string {
	return labels[key]?.(options) ?? key;
}

/** The sentence of an issue or of a verdict's issue, by its message key: a rule's, or that of a body's shape. */
export function issueText(issue: Pick<Issue, 'message' | 'params'>, options: Options = {}): string {
	if (issue.message === 'issue_too_long' && issue.params?.max !== undefined) {
		return m.issue_too_long({ max: issue.params.max }, options);
	}
	const { named, count } = issue.params ?? {};
	if (named !== undefined && count !== undefined) {
		if (issue.message === 'rule_r02_rows') return m.rule_r02_rows({ named, count }, options);
		if (issue.message === 'rule_receipts_over') return m.rule_receipts_over({ named, count }, options);
	}
	return (rules[issue.message] ?? rules.rule_invalid)?.(options, issue.params) ?? issue.message;
}

/** One short figure of a list row. */
export function detailText(detail: Summary['details'][number], options: Options = {}): string {
	return (
		details[detail.message]?.(detail.params ?? {}, options) ?? stockActs[detail.message]?.(options) ?? ''
	);
}

/** The name of what happens to goods; the word itself for one this version does not know. */
export function stockActText(act: string, options: Options = {}): string {
	return stockActs[`stock_act_${act}`]?.(options) ?? act;
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
