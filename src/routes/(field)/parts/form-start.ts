import type { FieldComment } from '#lib/domain/operation.ts';
import { isSame } from '#lib/domain/merge.ts';
import type { FormRow } from '#lib/records/open-form.ts';
import type { DraftRow } from '#lib/state/contract.ts';

/** Of a server that was never put back from a backup. */
const FIRST_EPOCH = 1;

/** What a form page begins with. */
export interface FormStart {
	readonly kind: string;
	readonly recordId: string;
	readonly body: unknown;
	readonly typed: Readonly<Record<string, string>>;
	readonly rows: readonly FormRow[];
	readonly baseRev: number;
	/** Of the server when the edit began, where that was earlier. */
	readonly epoch?: number | undefined;
	/** Body with which the edit began, maybe in an earlier visit; null where nobody knows any more. */
	readonly before: unknown;
	/** First key of this draft, or null for an untouched form. */
	readonly startedAt: string | null;
	readonly keptAt: string | null;
	readonly comments: readonly FieldComment[];
	/** The record is saved already: it is amended. */
	readonly isRecord?: boolean;
}

/** A draft keeps the rows of its record (a visit's requests) beside the body's own fields. */
export function packRows(body: unknown, rows: readonly FormRow[]): unknown {
	return rows.length === 0 ? body : { ...(body as object), draftRows: rows };
}

/** What a record is now, where the draft is of one that is saved. */
interface Present {
	readonly body: unknown;
	readonly state: string | null;
	readonly base: {
		readonly rev: number;
		readonly decision?: { readonly comments: readonly FieldComment[] } | null | undefined;
	} | null;
}

/**
 * The form of a saved record as its draft left it. Where the record still says what the draft was begun from, the draft counts as
 * begun from it as it is now: a return of meanwhile is shown with its comments, and what is saved then answers it.
 */
export function amendFromDraft(draft: DraftRow, record: Present): FormStart {
	const start = startFromDraft(draft, commentsOf(record));
	const isOfNow = record.base !== null && start.before !== null && isSame(start.before, record.body);
	return { ...start, isRecord: true, ...(isOfNow ? { baseRev: record.base.rev, epoch: undefined } : {}) };
}

/** A coordinator's comments, while the record is returned. */
export const commentsOf = ({ state, base }: Present): readonly FieldComment[] =>
	state === 'returned' ? (base?.decision?.comments ?? []) : [];

/** The form as the draft left it. */
export function startFromDraft(draft: DraftRow, comments: readonly FieldComment[] = []): FormStart {
	const { draftRows = [], ...body } = draft.body as { draftRows?: readonly FormRow[] };
	return {
		kind: draft.kind,
		recordId: draft.recordId,
		body,
		typed: draft.typed,
		rows: draftRows,
		baseRev: draft.baseRev,
		// An older app did not note it: then nothing is taken as seen that a restore may have made another.
		epoch: draft.epoch ?? (draft.baseRev > 0 ? FIRST_EPOCH : undefined),
		// A record that was never saved is compared with what this form found of it.
		before: draft.baseRev > 0 ? (draft.before ?? null) : (draft.before ?? body),
		startedAt: draft.startedAt,
		keptAt: draft.changedAt,
		comments
	};
}
