/** What a restore took away from under an operation: the record that it names, or the revision. */
import { millisOf } from '#lib/domain/ids.ts';
import type { Judged, PushWorld } from './apply.ts';
import { firstUnheard } from './heard-restores.ts';
import { parked, rejected, type Refused } from './refused.ts';

/** It was written on what a restore took: as its phone says, as the backup's custody does, or as its time does. */
export function isFromBefore(judged: Judged, { restores }: PushWorld): boolean {
	const { knownEpoch, correctedAt, receivedAt } = judged;
	return judged.device !== null && firstUnheard(knownEpoch, [correctedAt, receivedAt], restores) !== null;
}

/**
 * Nothing can be done to a record that is not here. One that waits in custody lets what is done to it wait with it. So does one
 * that this server has known, as the revision says that the person saw: a backup has taken it away, and another phone will bring
 * it back.
 */
export function recordMissing({ operation }: Judged, world: PushWorld): Refused {
	const isToCome = world.parked.has(operation.recordId) || operation.baseRev > 0;
	return (isToCome ? parked : rejected)('no-such-record');
}

/**
 * A row's record comes before it, by its counter or in an earlier push. One that waits in custody lets its rows wait with it,
 * and so does one that a restore may have taken away: it was made before, or the row that hangs on it was written before; the
 * phone that has it may come back later than the row's own. One that is not here otherwise was refused itself. A kind that
 * hangs on none may still name a record (a reversal the movement it takes back), which may also come later.
 * @param parent id of the record it belongs to, null where it belongs to none
 */
export function parentMissing(judged: Judged, parent: string | null, world: PushWorld): Refused | null {
	const { kind } = judged;
	if (parent === null || kind.parentKind === null) return null;
	const standing = world.states.get(parent);
	if (standing) return standing.row.kind === kind.parentKind ? null : rejected('no-such-parent');
	const isTaken = world.restores.some(({ at }) => millisOf(parent) < Date.parse(at));
	const isToCome = world.parked.has(parent) || isTaken || isFromBefore(judged, world);
	return (isToCome ? parked : rejected)('no-such-parent');
}
