import { DECISIONS } from '#lib/domain/review.ts';
import type { DecisionBody, FieldComment } from '#lib/domain/operation.ts';
import type { Choice } from './decide.ts';

/** What was typed into a decision's form, given back when it was not taken, so that no comment is lost. */
export interface TypedDecision {
	readonly recordId: string;
	readonly decision: string;
	readonly reason: string;
	readonly note: string;
	readonly due: string;
	readonly comments: readonly FieldComment[];
}

const text = (form: FormData, name: string, max: number) =>
	[...String(form.get(name) ?? '').trim()].slice(0, max).join('');

/**
 * Reads the form of a decision: `opId`, `recordId`, `rev`, `decision`, `reason`, `note`, `due`, `duplicateOf`, and one
 * `comment:<field path>` a field.
 */
export function readDecisionForm(form: FormData): { typed: TypedDecision; choice: Choice | null } {
	const comments = [...form.entries()].flatMap(([name, value]): FieldComment[] => {
		const words = typeof value === 'string' ? value.trim() : '';
		return name.startsWith('comment:') && words !== ''
			? [{ field: name.slice('comment:'.length), text: [...words].slice(0, 500).join('') }]
			: [];
	});
	const typed: TypedDecision = {
		recordId: text(form, 'recordId', 36),
		decision: text(form, 'decision', 20),
		reason: text(form, 'reason', 20),
		note: text(form, 'note', 500),
		due: text(form, 'due', 10),
		comments
	};
	const decision = DECISIONS.find((known) => known === typed.decision);
	const rev = Number(form.get('rev'));
	if (!decision || !Number.isInteger(rev)) return { typed, choice: null };
	const body: DecisionBody =
		decision === 'approve' || decision === 'archive'
			? {}
			: {
					reason: typed.reason || null,
					note: typed.note,
					comments: decision === 'return' ? comments : [],
					due: decision === 'return' && /^\d{4}-\d{2}-\d{2}$/.test(typed.due) ? typed.due : null,
					duplicateOf: decision === 'void' ? text(form, 'duplicateOf', 36) || null : null
				};
	return {
		typed,
		choice: { opId: text(form, 'opId', 36), recordId: typed.recordId, rev, decision, body }
	};
}
