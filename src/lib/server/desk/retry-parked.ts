/** A parked operation judged once more by a coordinator. */
import type { Verdict } from '#lib/domain/operation.ts';
import { judgeAgain } from '#lib/server/sync/judge-again.ts';
import type { DeskActor } from './act.ts';
import { readsKind, type DeskRights } from './desk-rights.ts';
import { inReach } from './stopped-operations.ts';

/** Judges it again where the coordinator may review it, and all that waits with it (`judge-again.ts`). */
export async function retryParked(
	actor: DeskActor,
	rights: DeskRights,
	opId: string
): Promise<Verdict | undefined> {
	const row = await actor.database.reader
		.selectFrom('operation')
		.select(['region', 'kind'])
		.where('op_id', '=', opId)
		.executeTakeFirst();
	if (!row || !inReach(rights.reviews, row.region) || !readsKind(rights, row.kind)) return;
	return judgeAgain(actor, opId);
}
