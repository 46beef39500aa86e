import { diffBodies, type Body, type Change } from '#lib/domain/merge.ts';
import type { ConflictTable, DecisionTable, FlagTable, RecordTable } from '#lib/server/database/schema.ts';
import type { Judged } from './apply.ts';
import { countOpenFlags } from './judge-body.ts';
import type { RecordState, Revision } from './record-state.ts';

interface Next {
	readonly row?: Partial<RecordTable>;
	readonly body?: Body;
	/** For the history, where the body does not change. */
	readonly changes?: readonly Change[];
	readonly flags?: readonly FlagTable[];
	readonly conflicts?: readonly ConflictTable[];
	readonly decision?: Omit<DecisionTable, 'record_id' | 'rev' | 'by_account' | 'at'>;
}

/** The record one revision on. Every accepted operation makes a revision, also one that leaves the body as it is. */
export function nextState(judged: Judged, before: RecordState, next: Next): RecordState {
	const rev = before.row.rev + 1;
	const body = next.body ?? before.body;
	const flags = next.flags ?? before.flags;
	const conflicts = next.conflicts ?? before.conflicts;
	const row: RecordTable = {
		...before.row,
		...next.row,
		rev,
		open_flags: countOpenFlags(flags),
		conflicts: conflicts.filter((one) => one.settled_at === null).length
	};
	const changes = next.body ? diffBodies(before.body, body, judged.kind.keyedLists) : (next.changes ?? []);
	const revision = revisionOf(judged, row, changes);
	const decisions = next.decision
		? [
				...before.decisions,
				{
					...next.decision,
					record_id: row.id,
					rev,
					by_account: judged.account,
					at: judged.judgedAt
				}
			]
		: before.decisions;
	return { row, body, flags, conflicts, decisions, revisions: [...before.revisions, revision] };
}

export function revisionOf(judged: Judged, row: RecordTable, changes: readonly Change[]): Revision {
	return {
		record_id: row.id,
		rev: row.rev,
		op_id: judged.operation.opId,
		verb: judged.operation.verb,
		by_account: judged.account,
		at: judged.correctedAt,
		received_at: judged.judgedAt,
		state: row.state,
		body: row.body,
		changes: JSON.stringify(changes),
		device: judged.device,
		origin: judged.origin,
		n: judged.operation.n,
		base_rev: judged.operation.baseRev,
		known_epoch: judged.knownEpoch,
		sent: judged.operation
	};
}
