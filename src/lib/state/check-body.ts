/** A body against its kind: the schema first, then what a person must fill in, then the rules. */
import { answerKey, type Issue } from '#lib/domain/issue.ts';
import type { RecordKind, RuleContext } from '#lib/records/kind.ts';

type Segment = PropertyKey;

/** `['lines', 2, 'qty']` -> `lines.<row id>.qty`: rows by id, never by position. */
function fieldPath(body: unknown, path: readonly Segment[]): string {
	let at: unknown = body;
	const parts: string[] = [];
	for (const segment of path) {
		at = typeof at === 'object' && at !== null ? (at as Record<Segment, unknown>)[segment] : undefined;
		const hasId = typeof at === 'object' && at !== null && 'id' in at && typeof at.id === 'string';
		parts.push(typeof segment === 'number' && hasId ? String((at as { id: string }).id) : String(segment));
	}
	return parts.join('.');
}

function valueAt(body: unknown, path: readonly Segment[]): unknown {
	let at: unknown = body;
	for (const segment of path)
		at = typeof at === 'object' && at !== null ? (at as Record<Segment, unknown>)[segment] : undefined;
	return at;
}

/** Issues of a body's shape; `issue_too_long` {max}, `issue_invalid`, and `rule_required` for what is empty. */
function shapeIssues(kind: RecordKind, body: unknown): Issue[] {
	const parsed = kind.schema.safeParse(body);
	if (parsed.success) return [];
	return parsed.error.issues.map((problem): Issue => {
		const field = fieldPath(body, problem.path);
		const value = valueAt(body, problem.path);
		if (value === '' || value === null || value === undefined)
			return { code: 'required', severity: 'block', field, message: 'rule_required' };
		const max = problem.code === 'custom' ? problem.params?.['max'] : undefined;
		if (typeof max === 'number')
			return { code: 'too-long', severity: 'block', field, message: 'issue_too_long', params: { max } };
		return { code: 'invalid', severity: 'block', field, message: 'issue_invalid' };
	});
}

/**
 * All issues of a body. Empty means it may be saved; so do issues none of which blocks (see `stopsSave`).
 * Where the shape itself is wrong the rules cannot run and only the shape's issues are given.
 */
export function checkBody(kind: RecordKind, body: unknown, context: RuleContext): Issue[] {
	const shape = shapeIssues(kind, body);
	if (shape.length > 0) return shape;
	return [...kind.required(body, context), ...kind.rules(body, context)];
}

/** Answers a body carries to warnings, by `answerKey`. */
function answersOf(body: unknown): Readonly<Record<string, unknown>> {
	const answers = typeof body === 'object' && body !== null && 'answers' in body ? body.answers : null;
	return typeof answers === 'object' && answers !== null ? (answers as Record<string, unknown>) : {};
}

/**
 * True for a block, and for an incident (R15) whose box is not ticked. Other warnings never stop a save: unanswered ones
 * stay as open flags.
 */
export function stopsSave(issue: Issue, body: unknown): boolean {
	if (issue.severity === 'block') return true;
	if (!issue.incident) return false;
	const answer = answersOf(body)[answerKey(issue)];
	return typeof answer !== 'string' || answer.trim() === '';
}
