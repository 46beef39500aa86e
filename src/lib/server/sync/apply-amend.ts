import { diffBodies, mergeBodies, type Body } from '#lib/domain/merge.ts';
import type { ConflictTable } from '#lib/server/database/schema.ts';
import type { Applied, Judged, PushWorld } from './apply.ts';
import { hasOwnId, mergeRow } from './apply-merge.ts';
import { columnsOf, flagsOf, judgeBody } from './judge-body.ts';
import { nextState } from './next-state.ts';
import { readBody } from './read-operation.ts';
import { parentMissing, recordMissing } from './not-here.ts';
import type { RecordState } from './record-state.ts';
import { rejected, type Refused } from './refused.ts';
import { baseOf, carriesBody, hasSeenReturn, proposedBy } from './seen-body.ts';
import { isOpen, mayAmend, mayRecord } from './who-may.ts';

export function amend(judged: Judged, world: PushWorld): Applied | Refused {
	const { operation, kind } = judged;
	const read = readBody(operation, kind);
	if (!read.ok) return read;
	const before = world.states.get(operation.recordId);
	if (!before) return recordMissing(judged, world);
	if (before.row.kind !== kind.kind) return rejected('no-such-record');
	if (kind.appendOnly) return rejected('wrong-state');
	const refused = mayAmend(judged, before.row, world);
	if (refused) return refused;
	const isOld = isSuperseded(judged, before);
	if (isOld && !kind.merging) return { ok: true, outcome: 'duplicate', state: before };
	const frozen = isFrozen(before);
	if (frozen) return frozen;

	const proposed = proposedBy(judged, read.body, before, world);
	const { region, parent } = kind.facets(proposed);
	// Moving a record to another region needs the right there too; who may follow a request up may not move it.
	const moved = region === before.row.region ? null : mayRecord(judged, region, world);
	if (moved) return moved;
	const orphan = parent === before.row.parent ? null : parentMissing(judged, parent, world);
	if (orphan) return orphan;

	const base = baseOf(judged, before, world);
	if (kind.merging) {
		// Nothing of a person's row is disputed: what each noted stands beside what the others did.
		if (!hasOwnId(kind, proposed, operation.recordId)) return rejected('invalid-body');
		// Set aside when its record left the phone, it was not under what came after it: what it adds is added.
		if (isOld) return mergeRow(judged, before, proposed, world);
		return amended(judged, before, proposed, [], base, world);
	}
	if (base === null) return amended(judged, before, proposed, [], base, world);

	const { body, conflicts } = mergeBodies(base, before.body, proposed, kind.keyedLists);
	const answer = judgeBody(judged, body, before.row.corrected_at, world);
	if (answer.ok) return amended(judged, before, body, conflicts, base, world);
	// Each side for itself was right, together they break a rule: the server's stands, the whole proposal waits.
	const whole = diffBodies(base, proposed, kind.keyedLists).map((change) => ({
		field: change.field,
		current:
			diffBodies(before.body, proposed, kind.keyedLists).find((one) => one.field === change.field)?.before ??
			change.before,
		proposed: change.after
	}));
	return amended(judged, before, before.body, whole, base, world);
}

/**
 * Its own device has changed the record since, and laid this change under that one: the later body says all that this one does,
 * also where its person took something back. It comes late where the server could not judge it, or parts of a file were mixed up.
 */
function isSuperseded({ device, origin, operation }: Judged, { revisions }: RecordState): boolean {
	// What a person does at the desk in two windows builds on what each of them showed.
	if (device === null || origin === 'desk') return false;
	return revisions.some(
		(one) => carriesBody(one) && one.device === device && one.n !== null && one.n > operation.n
	);
}

/** Nothing that was decided changes by a device's hand, unless it was returned. */
function isFrozen(before: RecordState): Refused | null {
	if (isOpen(before.row)) return null;
	if (before.row.state === 'archived') return rejected('archived');
	return rejected('decided-already', { decided: decidedBy(before) });
}

/** Who acted last on a record, what and when: the latest decision, else the latest revision. */
export function decidedBy(state: RecordState): NonNullable<Refused['decided']> {
	const decision = state.decisions.at(-1);
	if (decision) return { by: decision.by_account, verb: decision.verb, at: decision.at };
	const last = state.revisions.at(-1);
	return { by: last?.by_account ?? '', verb: last?.verb ?? '', at: last?.received_at ?? '' };
}

function amended(
	judged: Judged,
	before: RecordState,
	wanted: Body,
	found: readonly { readonly field: string; readonly current: unknown; readonly proposed: unknown }[],
	base: Body | null,
	world: PushWorld
): Applied | Refused {
	const body = (judged.kind.merging?.join(before.body, wanted, judged.account, true) ?? wanted) as Body;
	const answer = judgeBody(judged, body, before.row.corrected_at, world);
	if (!answer.ok) return answer;
	const { operation } = judged;
	const rev = before.row.rev + 1;
	const isAnswer = before.row.state === 'returned' && hasSeenReturn(judged, before, world);
	const conflict: ConflictTable[] =
		found.length === 0
			? []
			: [
					{
						id: world.newId(),
						record_id: before.row.id,
						op_id: operation.opId,
						by_account: judged.account,
						at: judged.judgedAt,
						fields: JSON.stringify(found),
						settled_by: null,
						settled_at: null
					}
				];
	const state = nextState(judged, before, {
		body,
		row: {
			...columnsOf(judged, body, world),
			...answer.keys,
			...(isAnswer ? { state: 'pending', corrected: 1 as const } : {})
		},
		flags: flagsOf(judged, body, answer.warnings, before.flags, rev, world),
		...(conflict.length > 0 ? { conflicts: [...before.conflicts, ...conflict] } : {})
	});
	return {
		ok: true,
		outcome: base === null ? 'applied' : 'merged',
		state,
		...(found.length > 0 ? { conflict: found.map((one) => one.field) } : {})
	};
}
