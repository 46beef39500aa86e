import type { Decision } from './review.ts';
import type { IsoInstant, Uuid } from './ids.ts';

/**
 * What may be done to a record. `create` and `amend` carry the whole body; decisions carry a `DecisionBody`;
 * `ask-correction` files a request against a record that a device may no longer change (`{ text }`);
 * `settle` answers a conflict (`SettleBody`); `dismiss-flag` closes a flag a coordinator has looked into (`DismissFlagBody`).
 */
export const VERBS = [
	'create',
	'amend',
	'approve',
	'return',
	'void',
	'reopen',
	'archive',
	'ask-correction',
	'settle',
	'dismiss-flag'
] as const;
export type Verb = (typeof VERBS)[number];

/** One act of one person on one record, fixed when it is saved: a retry is byte for byte the same. */
export interface Operation {
	readonly opId: Uuid;
	/** Per-device counter, strictly increasing, gaps allowed. */
	readonly n: number;
	readonly verb: Verb;
	readonly kind: string;
	readonly recordId: Uuid;
	/** `area:<region>` when written: a hint, the server derives the feeds. */
	readonly scope: string;
	/** Revision the person saw; 0 for `create`. */
	readonly baseRev: number;
	/** Schema version of the body. */
	readonly schema: number;
	/** Device's wall time. */
	readonly at: IsoInstant;
	readonly body: unknown;
	readonly attachments: readonly string[];
}

/** A comment of a coordinator on one field (path as in `Issue.field`; '' for the whole record). */
export interface FieldComment {
	readonly field: string;
	readonly text: string;
}

/** Body of approve, return, void, reopen and archive. `reason` is a code of `return_reason`. */
export interface DecisionBody {
	readonly reason?: string | null;
	readonly note?: string;
	readonly comments?: readonly FieldComment[];
	/** Day by which a returned record is expected back. */
	readonly due?: string | null;
	/** For a void as duplicate: the record that stays. */
	readonly duplicateOf?: Uuid | null;
}

/** Body of `settle`: per field path of the conflict, whose value stands. */
export interface SettleBody {
	readonly conflictId: Uuid;
	readonly keep: Readonly<Record<string, 'server' | 'proposed'>>;
}

/** Body of `dismiss-flag`: the flag stays closed for this record, also when the rule finds it again. */
export interface DismissFlagBody {
	readonly code: string;
	readonly field: string;
	readonly note: string;
}

export function isDecision(verb: Verb): verb is Decision {
	return (
		verb === 'approve' || verb === 'return' || verb === 'void' || verb === 'reopen' || verb === 'archive'
	);
}

export const OUTCOMES = ['applied', 'merged', 'duplicate', 'parked', 'rejected', 'retry'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why an operation was refused or parked. Each has its sentence in the message catalogue (`refusal_<code>`). */
export const REFUSALS = [
	'malformed',
	'unknown-kind',
	'unknown-verb',
	'newer-schema',
	'invalid-body',
	'rule',
	'reused-op-id',
	'not-permitted',
	'right-ended',
	'wrong-region',
	'no-such-record',
	'no-such-parent',
	'exists-already',
	'not-author',
	'decided-already',
	'own-record',
	'wrong-state',
	'reason-missing',
	'archived',
	'conflict-open',
	'future-date',
	'device-revoked',
	'internal'
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Refusals for where a record lies and whose it is: of work from before a restore they wait for the record's move. */
export const OF_PLACE: ReadonlySet<Refusal> = new Set<Refusal>(['wrong-region', 'not-author']);

/** The server's answer to one operation. */
export interface Verdict {
	readonly opId: Uuid;
	readonly outcome: Outcome;
	/** Revision of the record after this operation; null when nothing was applied. */
	readonly rev: number | null;
	/** Number given on acceptance, or null. */
	readonly no: string | null;
	readonly refusal: Refusal | null;
	/** Field path -> message key, for a refusal that lies in a field. */
	readonly issues?: readonly {
		readonly code: string;
		readonly field: string;
		readonly message: string;
		readonly params?: Readonly<Record<string, string | number>>;
	}[];
	/** With `decided-already`: who decided, what and when. */
	readonly decided?: { readonly by: string; readonly verb: string; readonly at: IsoInstant };
	/** Field paths whose proposal waits for a coordinator. */
	readonly conflict?: readonly string[];
}
