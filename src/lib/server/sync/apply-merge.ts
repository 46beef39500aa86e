/** Rows that stand for one person each: the second one of a natural key is merged into the first. */
import { isSame, type Body } from '#lib/domain/merge.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { kindOf } from '#lib/records/index.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import type { Applied, Judged, PushWorld } from './apply.ts';
import { columnsOf, flagsOf, judgeBody } from './judge-body.ts';
import { nextState } from './next-state.ts';
import type { RecordState } from './record-state.ts';
import { rejected, type Refused } from './refused.ts';

/** A row's id follows from whom it is about; a body of another person under it is refused. */
export function hasOwnId(kind: RecordKind, body: unknown, recordId: string): boolean {
	return !kind.merging || kind.merging.idOf(body) === recordId;
}

/** What the record that a new row hangs on says against it (no names where minors are). */
export function notAdmitted(kind: RecordKind, parent: string | null, world: PushWorld): Refused | null {
	const above = parent === null ? undefined : world.states.get(parent);
	const issues = above ? admission(kind, above, world.reference) : [];
	const blocks = issues.filter((issue) => issue.severity === 'block');
	if (blocks.length === 0) return null;
	return rejected('rule', { issues: blocks.map(({ code, field, message }) => ({ code, field, message })) });
}

function admission(kind: RecordKind, above: RecordState, reference: Reference) {
	const counted = kindOf(above.row.kind)?.countedRows;
	return counted?.kind === kind.kind ? counted.admits(above.body, reference) : [];
}

/** A row that comes as new and stands already: what it adds is added, who made it first stays its recorder. */
export function mergeRow(
	judged: Judged,
	standing: RecordState,
	body: Body,
	world: PushWorld
): Applied | Refused {
	const { kind, operation } = judged;
	if (!kind.merging || standing.row.kind !== kind.kind) return rejected('exists-already');
	const merged = kind.merging.join(standing.body, body, judged.account, false) as Body;
	if (isSame(merged, standing.body)) return { ok: true, outcome: 'duplicate', state: standing };
	const answer = judgeBody(judged, merged, standing.row.corrected_at, world);
	if (!answer.ok) return answer;
	const rev = standing.row.rev + 1;
	const state = nextState(judged, standing, {
		body: merged,
		row: { ...columnsOf(judged, merged, world), ...answer.keys },
		flags: flagsOf(judged, merged, answer.warnings, standing.flags, rev, world)
	});
	// The id again is not the same operation again: what came becomes part of what stands.
	return { ok: true, outcome: operation.verb === 'create' ? 'merged' : 'applied', state };
}
