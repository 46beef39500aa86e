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
 * @param done gets the verdicts of all that were judged with it
 * @returns undefined where it is not parked, or came with an import, which knows more of it than is kept
 */
export async function judgeAgain(
	judging: Judging,
	opId: string,
	done?: Map<string, Verdict>
): Promise<Verdict | undefined> {
	const { database, push, now } = judging;
	const row = await database.reader
		.selectFrom('operation')
		.select(['outcome', 'origin', 'raw', 'account_id', 'device_id', 'record_id', 'skew_ms'])
		.where('op_id', '=', opId)
		.executeTakeFirst();
	if (row?.outcome !== 'parked' || row.origin === 'import') return;
	const together = await parkedOf(database, row.device_id, row.record_id, opId);
	const verdicts = await push({
		account: row.account_id,
		deviceId: row.device_id,
		// What custody has of how it came goes before these two: they are of operations that came before it kept so much.
		grantsRev: await lastIssued(database, row.device_id),
		deviceTime: deviceTimeAt(now(), row.skew_ms === null ? null : Number(row.skew_ms)),
		origin: 'phone',
		operations: together.includes(row.raw) ? together.map(parse) : [parse(row.raw)]
	});
	for (const one of verdicts) done?.set(one.opId, one);
	const verdict = verdicts.find((one) => one.opId === opId);
	if (verdict?.outcome === 'applied' && row.record_id !== null && row.device_id !== null) {
		for (const waiting of await waitingFor(database, row.device_id, row.record_id))
			await judgeAgain(judging, waiting, done);
	}
	return verdict;
}

const parse = (raw: string): unknown => JSON.parse(raw);

/** Latest grants revision that a device was told; 0 where there is none. */
export async function lastIssued(
	{ reader }: Pick<ServerDatabase, 'reader'>,
	device: string | null
): Promise<number> {
	if (device === null) return 0;
	const issued = await reader
		.selectFrom('grants_issued')
		.select((eb) => eb.fn.max('rev').as('rev'))
		.where('device_id', '=', device)
		.executeTakeFirst();
	return issued?.rev ?? 0;
}

/** Parked operations on one record from the same device, in the order they were made; others that a person laid aside stay so. */
async function parkedOf(
	{ reader }: ServerDatabase,
	device: string | null,
	record: string | null,
	asked: string
): Promise<readonly string[]> {
	if (record === null || device === null) return [];
	const rows = await reader
		.selectFrom('operation')
		.select('raw')
		.where('record_id', '=', record)
		.where('device_id', '=', device)
		.where('outcome', '=', 'parked')
		.where((eb) => eb.or([eb('handled_at', 'is', null), eb('op_id', '=', asked)]))
		.orderBy('n')
		.limit(500)
		.execute();
	return rows.map(({ raw }) => raw);
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
		.where('handled_at', 'is', null)
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
