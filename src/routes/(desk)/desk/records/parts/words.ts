/** Words of the desk for codes that are only known at run time. */
import { m } from '#lib/i18n.ts';

/** As in `ui`, which plain modules of the desk do not import. */
type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'info';
type IconName = 'clock' | 'returned' | 'check' | 'stop' | 'lock' | 'info' | 'walk' | 'talk' | 'box' | 'file';

const states: Readonly<Record<string, () => string>> = {
	pending: m.desk_state_pending,
	returned: m.desk_state_returned,
	approved: m.desk_state_approved,
	voided: m.desk_state_voided,
	archived: m.desk_state_archived
};
export const stateText = (state: string) => states[state]?.() ?? state;

const tones: Readonly<Record<string, Tone>> = {
	pending: 'info',
	returned: 'warn',
	approved: 'ok',
	voided: 'bad',
	archived: 'plain'
};
export const stateTone = (state: string): Tone => tones[state] ?? 'plain';

const stateIcons: Readonly<Record<string, IconName>> = {
	pending: 'clock',
	returned: 'returned',
	approved: 'check',
	voided: 'stop',
	archived: 'lock'
};
export const stateIcon = (state: string): IconName => stateIcons[state] ?? 'info';

const kindIcons: Readonly<Record<string, IconName>> = { visit: 'walk', session: 'talk', handout: 'box' };
export const kindIcon = (kind: string): IconName => kindIcons[kind] ?? 'file';

const verbs: Readonly<Record<string, () => string>> = {
	create: m.desk_verb_create,
	amend: m.desk_verb_amend,
	approve: m.desk_verb_approve,
	return: m.desk_verb_return,
	void: m.desk_verb_void,
	reopen: m.desk_verb_reopen,
	archive: m.desk_verb_archive,
	'ask-correction': m.desk_verb_ask_correction,
	settle: m.desk_verb_settle,
	'dismiss-flag': m.desk_verb_dismiss_flag
};
export const verbText = (verb: string) => verbs[verb]?.() ?? verb;

const reasons: Readonly<Record<string, () => string>> = {
	'own-record': m.desk_why_own_record,
	'not-permitted': m.desk_why_not_permitted,
	'wrong-state': m.desk_why_wrong_state,
	'conflict-open': m.desk_why_conflict_open,
	'decided-already': m.desk_why_decided_already,
	'no-such-record': m.desk_why_no_such_record,
	'no-such-parent': m.desk_why_no_such_parent,
	'reason-missing': m.desk_why_reason_missing,
	'try-again': m.desk_why_try_again,
	archived: m.desk_why_archived,
	malformed: m.desk_why_malformed,
	'unknown-kind': m.desk_why_newer,
	'unknown-verb': m.desk_why_newer,
	'newer-schema': m.desk_why_newer,
	'invalid-body': m.desk_why_invalid_body,
	rule: m.desk_why_rule,
	'reused-op-id': m.desk_why_reused_op_id,
	'right-ended': m.desk_why_right_ended,
	'wrong-region': m.desk_why_wrong_region,
	'exists-already': m.desk_why_exists_already,
	'not-author': m.desk_why_not_author,
	'future-date': m.desk_why_future_date,
	'device-revoked': m.desk_why_device_revoked,
	internal: m.desk_why_internal
};
/** Why something was not done, as a sentence. */
export const whyText = (code: string) => reasons[code]?.() ?? m.desk_why_internal();

const outcomes: Readonly<Record<string, () => string>> = {
	applied: m.desk_outcome_applied,
	merged: m.desk_outcome_merged,
	duplicate: m.desk_outcome_duplicate,
	parked: m.desk_outcome_parked,
	rejected: m.desk_outcome_rejected,
	retry: m.desk_outcome_retry
};
export const outcomeText = (outcome: string) => outcomes[outcome]?.() ?? outcome;

const origins: Readonly<Record<string, () => string>> = {
	phone: m.desk_origin_phone,
	desk: m.desk_origin_desk,
	import: m.desk_origin_import,
	file: m.desk_origin_file,
	self: m.desk_origin_self
};
export const originText = (origin: string) => origins[origin]?.() ?? origin;
