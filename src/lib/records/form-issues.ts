import { answerKey, type Issue } from '#lib/domain/issue.ts';
import type { FieldIssue } from '#lib/ui/field-props.ts';
import type { FormProps } from './form-props.ts';
import { issueText } from './texts.ts';

interface Answered {
	answers: Record<string, string>;
}

/** What a field component needs of its path: its id, issues with their sentences, comments. */
export interface FieldAt {
	readonly path: string;
	readonly issues: readonly FieldIssue[];
	readonly comments: readonly string[];
}

/**
 * The issues and comments that stand at a field. Several paths may share one control (a place is an organisation, a
 * station or words); the first is its id. Answers are kept in `body.answers` under the path without the form's prefix.
 */
export function fieldAt(props: FormProps<Answered>, ...paths: readonly string[]): FieldAt {
	const prefix = props.prefix ?? '';
	const full = paths.map((path) => prefix + path);
	return {
		path: full[0] ?? '',
		issues: props.issues
			.filter((issue) => full.includes(issue.field))
			.map((issue) => shown(props, issue, prefix)),
		comments: (props.comments ?? [])
			.filter((comment) => full.includes(comment.field))
			.map((comment) => comment.text)
	};
}

function shown(props: FormProps<Answered>, issue: Issue, prefix: string): FieldIssue {
	if (issue.severity !== 'warn') return { issue, text: issueText(issue) };
	const key = answerKey({ code: issue.code, field: issue.field.slice(prefix.length) });
	return {
		issue,
		text: issueText(issue),
		answer: props.body.answers[key] ?? '',
		onanswer: (answer) => {
			const { [key]: _taken, ...others } = props.body.answers;
			props.body.answers = answer.trim() === '' ? others : { ...others, [key]: answer };
			props.onanswer?.(issue, answer);
		}
	};
}
