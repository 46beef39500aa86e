import { stateAfter, type Decision, type ReviewState } from '#lib/domain/review.ts';
import type { Applied, Judged, PushWorld } from './apply.ts';
import { decidedBy } from './apply-amend.ts';
import { nextState } from './next-state.ts';
import { broughtIn, wrote } from './own-work.ts';
import { rejected, type Refused } from './refused.ts';
import { decisionBody } from './verb-bodies.ts';
import { mayDecide } from './who-may.ts';

/** A coordinator's decision: needs the revision it was made on, the first one wins (rules R36, R37, R38); no approval over an open conflict. */
export function decide(decision: Decision, judged: Judged, world: PushWorld): Applied | Refused {
	const { operation, kind } = judged;
	const before = world.states.get(operation.recordId);
	if (!before || before.row.kind !== kind.kind) return rejected('no-such-record');
	const { row } = before;
	const refused = mayDecide(judged, row.region, world, decision === 'archive');
	if (refused) return refused;
	const parsed = decisionBody.safeParse(operation.body ?? {});
	if (!parsed.success) return rejected('invalid-body');
	if (row.state === null) return rejected('wrong-state');

	if (wrote(before, judged.account) || broughtIn(before, judged.account)) return rejected('own-record');

	if (operation.baseRev !== row.rev) return rejected('decided-already', { decided: latestAct(before) });
	const next = stateAfter(decision, row.state as ReviewState);
	if (next === null) return rejected(row.state === 'archived' ? 'archived' : 'wrong-state');
	// What was proposed must not vanish under an approval: whose value stands is settled first.
	if (decision === 'approve' && row.conflicts > 0) return rejected('conflict-open');
	const { reason, note, comments, due, duplicateOf } = parsed.data;
	if ((decision === 'return' || decision === 'void') && !reason?.trim() && !note?.trim()) {
		return rejected('reason-missing');
	}
	const state = nextState(judged, before, {
		row: { state: next, ...(decision === 'return' ? { corrected: 0 as const } : {}) },
		...(decision === 'reopen' ? { flags: before.flags.filter((flag) => flag.code !== 'correction') } : {}),
		decision: {
			verb: decision,
			reason: reason ?? null,
			note: note ?? '',
			comments: JSON.stringify(comments ?? []),
			due: due ?? null,
			duplicate_of: duplicateOf ?? null
		}
	});
	return { ok: true, outcome: 'applied', state };
}

/** What happened since the person looked: the decision of another, or the author's own amendment. */
function latestAct(before: Parameters<typeof decidedBy>[0]): NonNullable<Refused['decided']> {
	const last = before.revisions.at(-1);
	const decision = before.decisions.at(-1);
	if (!last || decision?.rev === last.rev) return decidedBy(before);
	return { by: last.by_account, verb: last.verb, at: last.received_at };
}
