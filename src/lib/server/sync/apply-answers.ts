import { withValue, type Body, type FieldConflict } from '#lib/domain/merge.ts';
import type { Applied, Judged, PushWorld } from './apply.ts';
import { columnsOf, flagsOf, judgeBody } from './judge-body.ts';
import { nextState } from './next-state.ts';
import { broughtIn } from './own-work.ts';
import { recordMissing } from './not-here.ts';
import { rejected, type Refused } from './refused.ts';
import { correctionBody, dismissFlagBody, settleBody } from './verb-bodies.ts';
import { mayAmend, mayDecide } from './who-may.ts';

/** Files a request for correction against a record that may no longer be changed: an open flag, the body stays. */
export function askCorrection(judged: Judged, world: PushWorld): Applied | Refused {
	const { operation, kind } = judged;
	const before = world.states.get(operation.recordId);
	if (!before) return recordMissing(judged, world);
	if (before.row.kind !== kind.kind) return rejected('no-such-record');
	const refused = mayAmend(judged, before.row, world);
	if (refused) return refused;
	const parsed = correctionBody.safeParse(operation.body);
	if (!parsed.success) return rejected('invalid-body');
	const flag = {
		id: world.newId(),
		record_id: before.row.id,
		code: 'correction',
		field: '',
		message: 'flag_correction',
		params: JSON.stringify({ text: parsed.data.text }),
		answer: null,
		created_rev: before.row.rev + 1,
		closed: 0 as const
	};
	return {
		ok: true,
		outcome: 'applied',
		state: nextState(judged, before, { flags: [...before.flags, flag] })
	};
}

/** Closes a flag a coordinator has looked into; the history keeps the note. Not on own work. */
export function dismissFlag(judged: Judged, world: PushWorld): Applied | Refused {
	const { operation, kind } = judged;
	const before = world.states.get(operation.recordId);
	if (!before || before.row.kind !== kind.kind) return rejected('no-such-record');
	const refused = mayDecide(judged, before.row.region, world);
	if (refused) return refused;
	const parsed = dismissFlagBody.safeParse(operation.body);
	if (!parsed.success) return rejected('invalid-body');
	if (before.row.recorder === judged.account || broughtIn(before, judged.account)) {
		return rejected('own-record');
	}
	const { code, field, note } = parsed.data;
	const isMeant = (flag: (typeof before.flags)[number]) =>
		flag.code === code && flag.field === field && !flag.closed;
	if (!before.flags.some(isMeant)) return rejected('wrong-state');
	const flags = before.flags.map((flag) => (isMeant(flag) ? { ...flag, closed: 1 as const } : flag));
	const changes = [{ field, before: code, after: note }];
	return { ok: true, outcome: 'applied', state: nextState(judged, before, { flags, changes }) };
}

/**
 * A coordinator's answer to a conflict: per field, whose value stands. A record already approved keeps its values; then
 * only "server" can be chosen.
 */
export function settle(judged: Judged, world: PushWorld): Applied | Refused {
	const { operation, kind } = judged;
	const before = world.states.get(operation.recordId);
	if (!before || before.row.kind !== kind.kind) return rejected('no-such-record');
	const refused = mayDecide(judged, before.row.region, world);
	if (refused) return refused;
	const parsed = settleBody.safeParse(operation.body);
	if (!parsed.success) return rejected('invalid-body');
	const conflict = before.conflicts.find((one) => one.id === parsed.data.conflictId);
	if (!conflict) return rejected('wrong-state');
	if (conflict.settled_at !== null) {
		return rejected('decided-already', {
			decided: { by: conflict.settled_by ?? '', verb: 'settle', at: conflict.settled_at }
		});
	}
	const proposed = conflict.by_account === judged.account;
	if (before.row.recorder === judged.account || proposed || broughtIn(before, judged.account)) {
		return rejected('own-record');
	}
	let body: Body = before.body;
	for (const { field, proposed } of JSON.parse(conflict.fields) as FieldConflict[]) {
		if (parsed.data.keep[field] === 'proposed') body = withValue(body, field, proposed, kind.keyedLists);
	}
	const changed = body !== before.body;
	const { state: reviewState } = before.row;
	if (changed && reviewState !== null && reviewState !== 'pending' && reviewState !== 'returned') {
		return rejected(reviewState === 'archived' ? 'archived' : 'wrong-state');
	}
	const answer = judgeBody(judged, body, before.row.corrected_at, world);
	if (changed && !answer.ok) return answer;
	const settled = { ...conflict, settled_by: judged.account, settled_at: judged.judgedAt };
	const state = nextState(judged, before, {
		...(changed && answer.ok
			? {
					body,
					row: { ...columnsOf(judged, body, world), ...answer.keys },
					flags: flagsOf(judged, body, answer.warnings, before.flags, before.row.rev + 1, world)
				}
			: {}),
		conflicts: before.conflicts.map((one) => (one.id === conflict.id ? settled : one))
	});
	return { ok: true, outcome: 'applied', state };
}
