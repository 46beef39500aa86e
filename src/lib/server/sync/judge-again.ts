/** Parked operations given to push once more, unchanged and under the account and device they came from. */
import type { Verdict } from '#lib/domain/operation.ts';
import { kindOf } from '#lib/records/index.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { deviceTimeAt } from './custody-row.ts';
import type { Clock, GivenPush } from './push-types.ts';

export interface Judging {
	readonly database: ServerDatabase;
	readonly push: GivenPush;
	readonly now: Clock;
}

/**
 * Judges a parked operation again: a newer server may know better, or a right was given again. With it goes all that is parked
 * of the same record, in the order it was made. A refused one keeps its verdict; what waited for this record alone is judged
 * after it.
 * @returns undefined where it is not parked, or came from no device
 */
export async function judgeAgain(judging: Judging, opId: string): Promise<Verdict | undefined> {
	const { database, push, now } = judging;
	const row = await database.reader
		.selectFrom('operation')
		.select(['outcome', 'raw', 'account_id', 'device_id', 'record_id', 'skew_ms'])
		.where('op_id', '=', opId)
		.executeTakeFirst();
	if (row?.outcome !== 'parked' || row.device_id === null) return;
	const issued = await database.reader
		.selectFrom('grants_issued')
		.select((eb) => eb.fn.max('rev').as('rev'))
		.where('device_id', '=', row.device_id)
		.executeTakeFirst();
	const together = await parkedOf(database, row.device_id, row.record_id);
	const verdicts = await push({
		account: row.account_id,
		deviceId: row.device_id,
		grantsRev: issued?.rev ?? 0,
		origin: 'phone',
		// Its clock was as wrong then as it was when this was taken in; what the device says today is not asked.
		deviceTime: deviceTimeAt(now(), row.skew_ms === null ? null : Number(row.skew_ms)),
		operations: together.length > 0 ? together : [JSON.parse(row.raw)]
	});
	const verdict = verdicts.find((one) => one.opId === opId);
	if (verdict?.outcome === 'applied' && row.record_id !== null) {
		for (const waiting of await waitingFor(database, row.device_id, row.record_id))
			await judgeAgain(judging, waiting);
	}
	return verdict;
}

/** Parked operations on one record from the same device, in the order they were made. */
async function parkedOf(
	{ reader }: ServerDatabase,
	device: string,
	record: string | null
): Promise<readonly unknown[]> {
	if (record === null) return [];
	const rows = await reader
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
async function waitingFor(
	{ reader }: ServerDatabase,
	device: string,
	parent: string
): Promise<readonly string[]> {
	const rows = await reader
		.selectFrom('operation')
		.select(['op_id', 'kind', 'raw'])
		.where('device_id', '=', device)
		.where('outcome', '=', 'parked')
		.where('refusal', '=', 'no-such-parent')
		.orderBy('n')
		.execute();
	return rows.flatMap(({ op_id, kind, raw }) => (parentOf(kind, raw) === parent ? [op_id] : []));
}

/** Id of the record that a row hangs on, as its operation names it. */
export function parentOf(kind: string | null, raw: string): string | undefined {
	const parentKind = kindOf(kind ?? '')?.parentKind;
	const { body } = JSON.parse(raw) as { body?: Readonly<Record<string, unknown>> };
	const parent = parentKind ? body?.[`${parentKind}Id`] : undefined;
	return typeof parent === 'string' ? parent : undefined;
}
