import { m } from '#lib/i18n.ts';
import type { IconName } from '#lib/ui/icons.ts';

/** How a record kind is called and drawn in the field app. */
export interface KindLook {
	readonly icon: IconName;
	readonly name: string;
	/** Heading of an empty form. */
	readonly fresh: string;
	/** Noted of one person on the record's own screen: it has no form. */
	readonly formless?: true;
}

/** Kinds of other deployments that have no look of their own are drawn as a plain file under their own name. */
export function kindLook(kind: string): KindLook {
	switch (kind) {
		case 'handout':
			return { icon: 'box', name: m.kind_handout_name(), fresh: m.kind_handout_new() };
		case 'visit':
			return { icon: 'walk', name: m.kind_visit_name(), fresh: m.kind_visit_new() };
		case 'session':
			return { icon: 'talk', name: m.kind_session_name(), fresh: m.kind_session_new() };
		case 'request':
			return { icon: 'flag', name: m.kind_request_name(), fresh: m.kind_request_new() };
		case 'movement':
			return { icon: 'download', name: m.kind_movement(), fresh: m.kind_movement() };
		case 'trip':
			return { icon: 'pin', name: m.kind_trip_name(), fresh: m.kind_trip_new() };
		case 'feedback':
			return { icon: 'pen', name: m.kind_feedback_name(), fresh: m.kind_feedback_new() };
		case 'receipt':
			return { icon: 'gift', name: m.kind_receipt(), fresh: m.kind_receipt(), formless: true };
		case 'sign-in':
			return { icon: 'check', name: m.kind_sign_in(), fresh: m.kind_sign_in(), formless: true };
		default:
			return { icon: 'file', name: kind, fresh: kind };
	}
}

/** The three kinds that stand on the first screen. */
export const MAIN_KINDS = ['handout', 'visit', 'session'] as const;
