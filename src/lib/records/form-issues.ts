import { answerKey, type Issue } from '#lib/domain/issue.ts';
import type { FieldIssue } from '#lib/ui/field-props.ts';
import type { OpenForm } from './open-form.ts';
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
export function fieldAt(form: OpenForm<Answered>, ...paths: readonly string[]): FieldAt {
	const prefix = form.prefix ?? '';
	const full = paths.map((path) => prefix + path);
	return {
		path: full[0] ?? '',
		issues: form.issues
			.filter((issue) => full.includes(issue.field))
			.map((issue) => shown(form, issue, prefix)),
		comments: (form.comments ?? [])
			.filter((comment) => full.includes(comment.field))
			.map((comment) => comment.text)
	};
}

function shown(form: OpenForm<Answered>, issue: Issue, prefix: string): FieldIssue {
	if (issue.severity !== 'warn') return { issue, text: issueText(issue) };
	const key = answerKey({ code: issue.code, field: issue.field.slice(prefix.length) });
	return {
		issue,
		text: issueText(issue),
		answer: form.body.answers[key] ?? '',
		onanswer: (answer) => {
			const { [key]: _taken, ...others } = form.body.answers;
			form.body.answers = answer.trim() === '' ? others : { ...others, [key]: answer };
		}
	};
}
