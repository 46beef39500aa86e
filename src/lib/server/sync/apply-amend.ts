import { mergeBodies, diffBodies, type Body } from '#lib/domain/merge.ts';
import type { ConflictTable } from '#lib/server/database/schema.ts';
import type { Applied, Judged, PushWorld } from './apply.ts';
import { columnsOf, flagsOf, judgeBody, withPresentRegion } from './judge-body.ts';
import { nextState } from './next-state.ts';
import { readBody } from './read-operation.ts';
import type { RecordState } from './record-state.ts';
import { rejected, type Refused } from './refused.ts';
import { mayAmend, mayRecord } from './who-may.ts';

export function amend(judged: Judged, world: PushWorld): Applied | Refused {
	const { operation, kind } = judged;
	const read = readBody(operation, kind);
	if (!read.ok) return read;
	const before = world.states.get(operation.recordId);
	if (!before || before.row.kind !== kind.kind) return rejected('no-such-record');
	const refused = mayAmend(judged, before.row, world) ?? isFrozen(before);
	if (refused) return refused;

	const proposed: Body = {
		...withPresentRegion(read.body as Body, world.reference),
		imported: before.body['imported']
	};
	const { region } = kind.facets(proposed);
	// Moving a record to another region needs the right there too; who may follow a request up may not move it.
	const moved = region === before.row.region ? null : mayRecord(judged, region, world);
	if (moved) return moved;

	const base = baseOf(judged, before);
	if (base === null) return amended(judged, before, proposed, [], world);

	const { body, conflicts } = mergeBodies(base, before.body, proposed, kind.keyedLists);
	const answer = judgeBody(judged, body, before.row.corrected_at, world);
	if (answer.ok) return amended(judged, before, body, conflicts, world);
	// Each side for itself was right, together they break a rule: the server's stands, the whole proposal waits.
	const whole = diffBodies(base, proposed, kind.keyedLists).map((change) => ({
		field: change.field,
		current:
			diffBodies(before.body, proposed, kind.keyedLists).find((one) => one.field === change.field)?.before ??
			change.before,
		proposed: change.after
	}));
	return amended(judged, before, before.body, whole, world);
}

/** Nothing that was decided changes by a device's hand, unless it was returned. */
function isFrozen(before: RecordState): Refused | null {
	const { state } = before.row;
	if (state === null || state === 'pending' || state === 'returned') return null;
	if (state === 'archived') return rejected('archived');
	return rejected('decided-already', { decided: decidedBy(before) });
}

/** Who acted last on a record, what and when: the latest decision, else the latest revision. */
export function decidedBy(state: RecordState): NonNullable<Refused['decided']> {
	const decision = state.decisions.at(-1);
	if (decision) return { by: decision.by_account, verb: decision.verb, at: decision.at };
	const last = state.revisions.at(-1);
	return { by: last?.by_account ?? '', verb: last?.verb ?? '', at: last?.received_at ?? '' };
}

/**
 * The body the person started from, or null when that is the present one. Operations that the same phone had sent before
 * count as seen: it laid its own unsent work over what it knew.
 */
function baseOf({ operation, device }: Judged, before: RecordState): Body | null {
	let rev = Math.min(operation.baseRev, before.row.rev);
	for (const next of before.revisions) {
		if (next.rev !== rev + 1) continue;
		if (device === null || next.device !== device || next.n === null || next.n >= operation.n) break;
		rev = next.rev;
	}
	if (rev >= before.row.rev) return null;
	const base = before.revisions.find((one) => one.rev === Math.max(rev, 1));
	return base ? (JSON.parse(base.body) as Body) : null;
}

function amended(
	judged: Judged,
	before: RecordState,
	body: Body,
	found: readonly { readonly field: string; readonly current: unknown; readonly proposed: unknown }[],
	world: PushWorld
): Applied | Refused {
	const answer = judgeBody(judged, body, before.row.corrected_at, world);
	if (!answer.ok) return answer;
	const { operation } = judged;
	const rev = before.row.rev + 1;
	const isAnswer = before.row.state === 'returned';
	const conflict: ConflictTable[] =
		found.length === 0
			? []
			: [
					{
						id: world.newId(),
						record_id: before.row.id,
						op_id: operation.opId,
						by_account: judged.account,
						at: judged.receivedAt,
						fields: JSON.stringify(found),
						settled_by: null,
						settled_at: null
					}
				];
	const state = nextState(judged, before, {
		body,
		row: {
			...columnsOf(judged, body, world, [before.row.no, before.row.legacy_no].filter(Boolean).join(' ')),
			...answer.keys,
			...(isAnswer ? { state: 'pending', corrected: 1 as const } : {})
		},
		flags: flagsOf(judged, body, answer.warnings, before.flags, rev, world),
		...(conflict.length > 0 ? { conflicts: [...before.conflicts, ...conflict] } : {})
	});
	const merged = operation.baseRev < before.row.rev && baseOf(judged, before) !== null;
	return {
		ok: true,
		outcome: merged ? 'merged' : 'applied',
		state,
		...(found.length > 0 ? { conflict: found.map((one) => one.field) } : {})
	};
}
