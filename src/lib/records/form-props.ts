import type { FieldComment } from '#lib/domain/operation.ts';
import type { Issue } from '#lib/domain/issue.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { FieldApp } from '#lib/state/contract.ts';
import type { RequestBody } from './request/body.ts';
import type { Locale } from './kind.ts';

/** A row saved with its record, as `FieldApp.saveRecord` takes it: a visit's request. */
export interface FormRow {
	readonly kind: string;
	readonly recordId: string;
	body: RequestBody;
}

/**
 * What every form takes. The page owns the draft: `body` and `typed` are bound and change with every key; the form never
 * saves. Issues, comments and the ids of fields use the paths of `Issue.field`; those of a row in `rows` stand under
 * `requests.<recordId>.<field>`.
 */
export interface FormProps<Body = unknown> {
	/** Bindable. Complete at every moment; what does not parse is null (or 0) here and stands in `typed`. */
	body: Body;
	/** Bindable: text as typed, by path, of number fields whose text is not simply their value. */
	typed: Record<string, string>;
	readonly issues: readonly Issue[];
	/** A coordinator's comments on a returned record. */
	readonly comments?: readonly FieldComment[];
	readonly reference: Reference;
	readonly findPlaces: FieldApp['findPlaces'];
	readonly today: string;
	readonly locale: Locale;
	/** Mints the id of a new row; clock and randomness are the page's. */
	readonly newId: () => string;
	/** Bindable: requests of a visit. */
	rows?: readonly FormRow[];
	/** A body for a new row, with what the record already says; without it rows cannot be added. */
	readonly newRow?: () => FormRow;
	/** Told of each answer to a warning, after it stands in `body.answers`. */
	readonly onanswer?: (issue: Issue, answer: string) => void;
	/** Put before every path where the form is a row of another (`requests.<id>.`). */
	readonly prefix?: string;
}

/** What a list row or the head of a record page shows. */
export interface SummaryProps<Body = unknown> {
	readonly body: Body;
	readonly reference: Reference;
	readonly locale: Locale;
}
