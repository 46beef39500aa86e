import { isSame, type Body } from '#lib/domain/merge.ts';
import { upcastUnversioned } from '#lib/records/upcast.ts';
import { LARGEST_INTEGER } from '#lib/server/database/largest-integer.ts';
import type { RecordTable } from '#lib/server/database/schema.ts';
import type { Applied, Judged, PushWorld } from './apply.ts';
import { hasOwnId, mergeRow, notAdmitted } from './apply-merge.ts';
import { columnsOf, countOpenFlags, flagsOf, judgeBody, takenBody } from './judge-body.ts';
import { revisionOf } from './next-state.ts';
import { readBody } from './read-operation.ts';
import { parentMissing } from './not-here.ts';
import { rejected, type Refused } from './refused.ts';
import { mayMove } from '#lib/server/stock/may-move.ts';
import { mayRecord } from './who-may.ts';

const HOUR = 3_600_000;

export function create(judged: Judged, world: PushWorld): Applied | Refused {
	const { operation, kind } = judged;
	const read = readBody(operation, kind);
	if (!read.ok) return read;
	const sent: Body = {
		...takenBody(judged, read.body as Body, world),
		// Only the import itself may leave required fields empty.
		imported: judged.imported
	};
	if (!hasOwnId(kind, sent, operation.recordId)) return rejected('invalid-body');
	const body = (kind.merging?.join(null, sent, judged.account, false) ?? sent) as Body;
	const facets = kind.facets(body);
	const refused = kind.appendOnly ? mayMove(judged, body, world) : mayRecord(judged, facets.region, world);
	if (refused) return refused;

	const standing = world.states.get(operation.recordId);
	if (standing && kind.merging) {
		return notAdmitted(kind, facets.parent, world) ?? mergeRow(judged, standing, body, world);
	}
	if (standing) {
		const first = standing.revisions[0];
		const same =
			standing.row.kind === kind.kind &&
			first &&
			isSame(upcastUnversioned(kind, JSON.parse(first.body)), body);
		return same ? { ok: true, outcome: 'duplicate', state: standing } : rejected('exists-already');
	}
	const answer = judgeBody(judged, body, judged.correctedAt, world);
	if (!answer.ok) return answer;
	const orphan = parentMissing(judged, facets.parent, world) ?? notAdmitted(kind, facets.parent, world);
	if (orphan) return orphan;

	const year = Number(facets.date.slice(0, 4));
	const no = kind.numberPrefix ? world.nextNumber(kind.numberPrefix, facets.region, year) : null;
	const flags = flagsOf(judged, body, answer.warnings, [], 1, world);
	const late = Math.floor((Date.parse(judged.receivedAt) - Date.parse(judged.correctedAt)) / HOUR);
	const row: RecordTable = {
		id: operation.recordId,
		kind: kind.kind,
		...columnsOf(judged, body, world),
		...answer.keys,
		no,
		legacy_no: judged.legacyNo,
		rev: 1,
		state: kind.reviewed ? 'pending' : null,
		recorder: judged.account,
		recorder_team: judged.team,
		recorded_at: operation.at,
		corrected_at: judged.correctedAt,
		received_at: judged.receivedAt,
		device_id: judged.device,
		late_hours: Math.min(Math.max(0, late), LARGEST_INTEGER),
		corrected: 0,
		open_flags: countOpenFlags(flags),
		conflicts: 0
	};
	const revisions = [revisionOf(judged, row, [])];
	return {
		ok: true,
		outcome: 'applied',
		state: { row, body, revisions, flags, conflicts: [], decisions: [] }
	};
}
