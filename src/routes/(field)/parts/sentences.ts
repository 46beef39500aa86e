/** One sentence for each expected failure. A new one fails the build here until it has its sentence. */
import { m } from '#lib/i18n.ts';
import type { Refusal } from '#lib/domain/operation.ts';
import type { AttentionRow, Trouble } from '#lib/state/contract.ts';
import type { OpenFailure, PinResult, SignInFailure } from '#lib/state/phone.ts';

export function troubleSentence(trouble: Trouble): string {
	switch (trouble) {
		case 'net':
			return m.trouble_net();
		case 'portal':
			return m.trouble_portal();
		case 'busy':
			return m.trouble_busy();
		case 'auth':
			return m.trouble_auth();
		case 'device':
			return m.trouble_device();
		case 'upgrade':
			return m.trouble_upgrade();
		case 'too-big':
			return m.trouble_too_big();
		case 'server':
			return m.trouble_server();
		case 'local':
			return m.trouble_local();
	}
}

export function refusalSentence(refusal: Refusal): string {
	switch (refusal) {
		case 'malformed':
			return m.refusal_malformed();
		case 'unknown-kind':
			return m.refusal_unknown_kind();
		case 'unknown-verb':
			return m.refusal_unknown_verb();
		case 'newer-schema':
			return m.refusal_newer_schema();
		case 'invalid-body':
			return m.refusal_invalid_body();
		case 'rule':
			return m.refusal_rule();
		case 'reused-op-id':
			return m.refusal_reused_op_id();
		case 'not-permitted':
			return m.refusal_not_permitted();
		case 'right-ended':
			return m.refusal_right_ended();
		case 'wrong-region':
			return m.refusal_wrong_region();
		case 'no-such-record':
			return m.refusal_no_such_record();
		case 'no-such-parent':
			return m.refusal_no_such_parent();
		case 'exists-already':
			return m.refusal_exists_already();
		case 'not-author':
			return m.refusal_not_author();
		case 'decided-already':
			return m.refusal_decided_already();
		case 'own-record':
			return m.refusal_own_record();
		case 'wrong-state':
			return m.refusal_wrong_state();
		case 'reason-missing':
			return m.refusal_reason_missing();
		case 'archived':
			return m.refusal_archived();
		case 'conflict-open':
			return m.refusal_conflict_open();
		case 'future-date':
			return m.refusal_future_date();
		case 'device-revoked':
			return m.refusal_device_revoked();
		case 'internal':
			return m.refusal_internal();
	}
}

/** Why work needs a person: the server's refusal, or what happened to the right or the phone. */
export function attentionSentence(row: AttentionRow): string {
	switch (row.why) {
		case 'refused':
			return row.verdict?.refusal ? refusalSentence(row.verdict.refusal) : m.refusal_internal();
		case 'scope-dropped':
			// What the server had parked was sent; it says itself what keeps it.
			return row.verdict?.refusal ? refusalSentence(row.verdict.refusal) : m.attention_scope_dropped();
		case 'too-big':
			return m.attention_too_big();
	}
}

export function signInSentence(failure: SignInFailure, waitSeconds: number | null): string {
	const minutes = Math.max(1, Math.ceil((waitSeconds ?? 60) / 60));
	switch (failure) {
		case 'malformed':
			return m.sign_in_malformed();
		case 'wrong':
			return m.sign_in_wrong();
		case 'locked':
			return m.sign_in_locked({ n: minutes });
		case 'too-many':
			return m.sign_in_too_many({ n: minutes });
		case 'closed':
			return m.sign_in_closed();
		case 'code-used':
			return m.sign_in_code_used();
		case 'code-expired':
			return m.sign_in_code_expired();
		case 'device-revoked':
			return m.refusal_device_revoked();
		case 'network':
			return m.sign_in_network();
		case 'server':
			return m.trouble_server();
		case 'storage':
			return m.trouble_local();
	}
}

export function openSentence(failure: OpenFailure, waitSeconds: number | null): string {
	switch (failure) {
		case 'no-such-person':
			return m.open_no_such_person();
		case 'signed-out':
			return m.open_signed_out();
		case 'pin-needed':
			return m.open_pin_needed();
		case 'pin-wrong':
			return m.open_pin_wrong();
		case 'pin-wait':
			return m.open_pin_wait({ n: Math.max(1, Math.ceil((waitSeconds ?? 60) / 60)) });
		case 'erased':
			return m.open_erased();
		case 'storage':
			return m.trouble_local();
		case 'silent':
			return m.open_silent();
	}
}

/** What kept the PIN from being set, '' when nothing did; null is a failure of the phone itself. */
export function pinProblem(result: PinResult | null): string {
	switch (result) {
		case null:
			return m.pin_failed();
		case 'pin-wrong':
			return m.open_pin_wrong();
		case 'too-short':
			return m.pin_too_short();
		case 'set':
			return '';
	}
}
