/** A parked operation judged once more by a coordinator. */
import type { Verdict } from '#lib/domain/operation.ts';
import { kindOf } from '#lib/records/index.ts';
import { deviceTimeAt } from '#lib/server/sync/custody-row.ts';
import type { DeskActor } from './act.ts';
import { readsKind, type DeskRights } from './desk-rights.ts';
import { inReach } from './stopped-operations.ts';

/**
 * Gives a parked operation to push once more, unchanged and under the account and device it came from: a newer server may
 * know better, or a right was given again. With it goes all that is parked of the same record, in the order it was made. A
 * refused one keeps its verdict; what waited for this record alone is judged after it.
 */
export async function retryParked(
	actor: DeskActor,
	rights: DeskRights,
	opId: string
): Promise<Verdict | undefined> {
	const row = await actor.database.reader
		.selectFrom('operation')
		.select(['region', 'kind', 'outcome', 'raw', 'account_id', 'device_id', 'record_id', 'skew_ms'])
		.where('op_id', '=', opId)
		.executeTakeFirst();
	if (row?.outcome !== 'parked' || row.device_id === null) return;
	if (!inReach(rights.reviews, row.region) || !readsKind(rights, row.kind)) return;
	const issued = await actor.database.reader
		.selectFrom('grants_issued')
		.select((eb) => eb.fn.max('rev').as('rev'))
		.where('device_id', '=', row.device_id)
		.executeTakeFirst();
	const together = await parkedOf(actor, row.device_id, row.record_id);
	const verdicts = await actor.push({
		account: row.account_id,
		deviceId: row.device_id,
		grantsRev: issued?.rev ?? 0,
		origin: 'phone',
		// Its clock was as wrong then as it was when this was taken in; what the device says today is not asked.
		deviceTime: deviceTimeAt(actor.now(), row.skew_ms === null ? null : Number(row.skew_ms)),
		operations: together.length > 0 ? together : [JSON.parse(row.raw)]
	});
	const verdict = verdicts.find((one) => one.opId === opId);
	if (verdict?.outcome === 'applied' && row.record_id !== null) {
		for (const waiting of await waitingFor(actor, row.device_id, row.record_id)) {
			await retryParked(actor, rights, waiting);
		}
	}
	return verdict;
}

/** Parked operations on one record from the same device, in the order they were made. */
async function parkedOf(
	actor: DeskActor,
	device: string,
	record: string | null
): Promise<readonly unknown[]> {
	if (record === null) return [];
	const rows = await actor.database.reader
		.selectFrom('operation')
		.select('raw')
		.where('record_id', '=', record)
		.where('device_id', '=', device)
		.where('outcome', '=', 'parked')
		.orderBy('n')
		.limit(500)
		.execute();
	return rows.map(({ raw }) => JSON.parse(raw) as unknown);
}

/** Parked rows of a record from the same device, in the order they were made. */
async function waitingFor(actor: DeskActor, device: string, parent: string): Promise<readonly string[]> {
	const rows = await actor.database.reader
		.selectFrom('operation')
		.select(['op_id', 'kind', 'raw'])
		.where('device_id', '=', device)
		.where('outcome', '=', 'parked')
		.where('refusal', '=', 'no-such-parent')
		.orderBy('n')
		.execute();
	return rows.flatMap(({ op_id, kind, raw }) => {
		const parentKind = kindOf(kind ?? '')?.parentKind;
		const { body } = JSON.parse(raw) as { body?: Readonly<Record<string, unknown>> };
		return parentKind && body?.[`${parentKind}Id`] === parent ? [op_id] : [];
	});
}
