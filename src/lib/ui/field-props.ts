import type { Issue } from '#lib/domain/issue.ts';

/** An issue ready to be shown: its sentence is resolved, and for a warning what the person answered. */
export interface FieldIssue {
	readonly issue: Issue;
	readonly text: string;
	/** The answer to a warning; '' while there is none. */
	readonly answer?: string;
	/** Called with every change of the answer ('' takes it back). */
	readonly onanswer?: (answer: string) => void;
}

/** What every field component takes. */
export interface FieldProps {
	/** Path as in `Issue.field`; the wrapper's id is `field-<path>`, the control's `input-<path>`. */
	path: string;
	label: string;
	hint?: string;
	issues?: readonly FieldIssue[];
	/** A coordinator's comments on this field, shown until it is saved. */
	comments?: readonly string[];
	required?: boolean;
	disabled?: boolean;
	/** Label for screen readers only (rows whose heading says it already). */
	bare?: boolean;
}

/** What a control inside a `Field` needs to be tied to its label and notes. */
export interface FieldTies {
	readonly id: string;
	readonly describedBy: string | undefined;
	readonly invalid: 'true' | undefined;
}
