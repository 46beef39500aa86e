import { locale, m } from '#lib/i18n.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { codeName } from '#lib/records/names.ts';

/** The reason of a return or void in words, '' when none was given. */
export function returnReason(reference: Reference, reason: string | null | undefined): string {
	return codeName(reference, 'return_reason', reason, locale());
}

/** What was done to a record, by the operation's verb. */
export function verbText(verb: string): string {
	switch (verb) {
		case 'create':
			return m.verb_create();
		case 'amend':
			return m.verb_amend();
		case 'approve':
			return m.verb_approve();
		case 'return':
			return m.verb_return();
		case 'void':
			return m.verb_void();
		case 'reopen':
			return m.verb_reopen();
		case 'archive':
			return m.verb_archive();
		case 'ask-correction':
			return m.verb_ask_correction();
		case 'settle':
			return m.verb_settle();
		default:
			return verb;
	}
}
