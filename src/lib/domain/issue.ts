/**
 * What a rule says about one field.
 *
 * `field` is a path: `headcount`, or `lines.<row id>.qty` in a keyed list (row ids, never positions, so that a comment
 * stays on its row). `code` is the rule's code (`R03`) or `required`. `message` is a key of the message catalogue
 * (`rule_r03`), `params` its parameters.
 */
export interface Issue {
	readonly code: string;
	readonly severity: 'block' | 'warn' | 'info';
	readonly field: string;
	readonly message: string;
	readonly params?: Readonly<Record<string, string | number>>;
	/** The person must tick the incident box (R15) instead of giving a reason. */
	readonly incident?: boolean;
}

/** Under this key a person's answer to a warning is kept in the record's `answers`. */
export function answerKey(issue: Pick<Issue, 'code' | 'field'>): string {
	return `${issue.code}:${issue.field}`;
}
