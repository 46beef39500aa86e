import type { Issue } from '#lib/domain/issue.ts';

/**
 * A block for each text that was typed into a number field and not understood or not confirmed: without it the text
 * would be lost on saving. A form keeps such a text in `typed` while the value is null (or 0).
 */
export function unreadIssues(body: unknown, typed: Readonly<Record<string, string>>): Issue[] {
	return Object.entries(typed)
		.filter(([path, text]) => text.trim() !== '' && isUnread(valueAt(body, path), text))
		.map(([field]) => ({ code: 'unread', severity: 'block', field, message: 'rule_unread' }));
}

function isUnread(value: unknown, text: string): boolean {
	return value === null || value === undefined || (value === 0 && !/^[0.]+\D*$/.test(text.normalize('NFKC')));
}

/** The value at a path (`lines.<row id>.qty`); undefined when there is none. */
export function valueAt(body: unknown, path: string): unknown {
	let at: unknown = body;
	for (const step of path.split('.')) {
		if (Array.isArray(at)) at = at.find((row: unknown) => isObject(row) && row.id === step);
		else at = isObject(at) ? at[step] : undefined;
	}
	return at;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}
