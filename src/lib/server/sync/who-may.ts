/** Who may do what to a record (product.md, People). */
import { OF_PLACE } from '#lib/domain/operation.ts';
import type { Role } from '#lib/domain/roles.ts';
import type { RecordTable } from '#lib/server/database/schema.ts';
import type { Judged, PushWorld } from './apply.ts';
import { isFromBefore } from './not-here.ts';
import { parked, rejected, type Refused } from './refused.ts';
import { permit, type Permission } from './rights.ts';

const RECORDING: readonly Role[] = ['VOL', 'LEAD', 'LECT', 'REV', 'CADM'];
const DECIDING: readonly Role[] = ['REV', 'CADM'];
const EVERYONE: readonly Role[] = ['VOL', 'LEAD', 'LECT', 'KEEP', 'REV', 'CADM', 'AUD'];

/** The refusal for a permission that was not given, or null. */
function refusalOf(permission: Permission): Refused | null {
	switch (permission) {
		case 'yes':
			return null;
		case 'right-ended':
			return parked('right-ended');
		case 'wrong-region':
		case 'not-permitted':
			return rejected(permission);
	}
}

/** Recording in a region. A kind without region, team or review of its own (feedback) is open to every role. */
export function mayRecord(judged: Judged, region: string, world: PushWorld): Refused | null {
	if (judged.kind.kind === 'feedback') {
		const own = permit(judged.usable, EVERYONE, region, world.reference);
		return refusalOf(own === 'wrong-region' ? 'yes' : own);
	}
	return refusalOf(permit(judged.usable, RECORDING, region, world.reference));
}

/** Reviewing, settling, following up in a region. `what` archive is the city administrator's. */
export function mayDecide(judged: Judged, region: string, world: PushWorld, archive = false): Refused | null {
	return refusalOf(permit(judged.usable, archive ? ['CADM'] : DECIDING, region, world.reference));
}

/**
 * Amending: the author, a lead of the record's team, and for rows that hang on a visit the region's coordinators. What was
 * written before a restore may have been accepted in another region or team than the backup has the record in: where it would be
 * refused for that, it waits until the phone that moved the record has brought its work back.
 */
export function mayAmend(judged: Judged, row: RecordTable, world: PushWorld): Refused | null {
	const refused = mayAmendRow(judged, row, world);
	if (!refused || !OF_PLACE.has(refused.refusal)) return refused;
	return isOpen(row) && isFromBefore(judged, world) ? parked(refused.refusal) : refused;
}

/** It may still be changed: nothing was decided, or it was returned. */
export const isOpen = ({ state }: RecordTable): boolean =>
	state === null || state === 'pending' || state === 'returned';

function mayAmendRow(judged: Judged, row: RecordTable, world: PushWorld): Refused | null {
	if (row.recorder === judged.account) return mayRecord(judged, row.region, world);
	// To a person's row anybody who records there adds what they noted; what others noted stands (`Merging.join`).
	if (judged.kind.merging) return mayRecord(judged, row.region, world);
	const lead = permit(
		judged.usable,
		['LEAD'],
		row.region,
		world.reference,
		(grant) => row.team !== null && (grant.team ?? judged.team) === row.team
	);
	if (lead === 'yes') return null;
	if (judged.kind.parentKind !== null && mayDecide(judged, row.region, world) === null) return null;
	if (lead === 'right-ended') return parked('right-ended');
	// One who may record here is told that it is someone else's; one who may not, that.
	return mayRecord(judged, row.region, world) ?? rejected('not-author');
}
