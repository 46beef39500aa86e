import type { RecordKind } from '#lib/records/kind.ts';
import type { PushWorld } from './apply.ts';
import { parked, rejected, type Refused } from './refused.ts';

/**
 * A row's record comes before it, by its counter or in an earlier push. One that waits in custody lets its rows wait with
 * it; one that is not here at all was refused itself. A kind that hangs on none may still name a record (a reversal the
 * movement it takes back), which may also come later.
 * @param parent id of the record it belongs to, null where it belongs to none
 */
export function parentMissing(kind: RecordKind, parent: string | null, world: PushWorld): Refused | null {
	if (parent === null || kind.parentKind === null) return null;
	const standing = world.states.get(parent);
	if (standing) return standing.row.kind === kind.parentKind ? null : rejected('no-such-parent');
	return world.parked.has(parent) ? parked('no-such-parent') : rejected('no-such-parent');
}
