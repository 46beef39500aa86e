/** Custody: every operation is kept as it came, whatever becomes of it, and its verdict beside it. */
import { isUuid } from '#lib/domain/ids.ts';
import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import { MetError } from '#lib/server/database/is-retryable.ts';
import { listed } from '#lib/server/database/listed.ts';
import { lockedIn } from '#lib/server/database/row-locks.ts';
import type { OperationTable, Trx } from '#lib/server/database/schema.ts';
import { rawAndHash, sha256 } from './body-hash.ts';

const DERIVED = 'raw:';

const OPERATION = [
	'op_id',
	'device_id',
	'account_id',
	'n',
	'body_hash',
	'raw',
	'received_at',
	'at',
	'skew_ms',
	'corrected_at',
	'origin',
	'outcome',
	'refusal',
	'verdict',
	'kind',
	'record_id',
	'verb',
	'region',
	'handled_at',
	'handled_by',
	'grants_rev',
	'known_epoch',
	'base_rev'
] as const;
const ONCE = 'on conflict ("op_id") do nothing';

/** One operation as it arrived. */
export interface Received {
	readonly value: unknown;
	readonly raw: string;
	readonly hash: string;
	/** Its own id where one can be read. */
	readonly opId: string | null;
}

export function receive(value: unknown): Received {
	const { raw, hash } = rawAndHash(value);
	const opId: unknown =
		typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['opId'] : undefined;
	return { value, raw, hash, opId: typeof opId === 'string' && isUuid(opId) ? opId : null };
}

/** Id under which an operation is kept that has none of its own, or one that was used before. */
export function derivedId(received: Received, account: string): string {
	return `${DERIVED}${sha256(`${account}\n${received.opId ?? ''}\n${received.hash}`).slice(0, 40)}`;
}

export type Kept = Pick<
	OperationTable,
	| 'op_id'
	| 'body_hash'
	| 'outcome'
	| 'refusal'
	| 'verdict'
	| 'account_id'
	| 'origin'
	| 'received_at'
	| 'skew_ms'
	| 'grants_rev'
	| 'known_epoch'
>;

/** What is known of these operations; none of it changes until the transaction ends. */
export async function loadKept(trx: Trx, ids: readonly string[]): Promise<Map<string, Kept>> {
	const kept = new Map<string, Kept>();
	if (ids.length === 0) return kept;
	for (const row of await findKept(trx, ids)) kept.set(row.op_id, row);
	return kept;
}

const findKept = compiledOnce((db, ids: readonly string[]) =>
	lockedIn(
		db,
		db
			.selectFrom('operation')
			.select(['op_id', 'body_hash', 'outcome', 'refusal', 'verdict', 'account_id', 'origin'])
			.select(['received_at', 'skew_ms', 'grants_rev', 'known_epoch'])
			.where('op_id', 'in', listed(db, ids))
			.orderBy('op_id')
	)
);

/**
 * Keeps operations as they came, with what became of them, in the transaction in which it became so: either all of it
 * is there or nothing. Of those that were kept before, judged again by now, only the answer is written.
 * @param kept what was known of them when they were read
 * @throws MetError when another transaction kept one of them since: it has to be judged with that known
 */
export async function keep(
	trx: Trx,
	rows: readonly OperationTable[],
	kept: ReadonlyMap<string, Kept>
): Promise<void> {
	const fresh: OperationTable[] = [];
	const beside: OperationTable[] = [];
	const again: OperationTable[] = [];
	for (const row of rows) {
		if (kept.has(row.op_id)) again.push(row);
		// One kept under a derived id is refused whenever it comes, and needs to be kept only once.
		else (row.op_id.startsWith(DERIVED) ? beside : fresh).push(row);
	}
	const written = await insertRows(trx, 'operation', OPERATION, fresh, ONCE);
	if (written !== fresh.length) throw new MetError('operation');
	await insertRows(trx, 'operation', OPERATION, beside, ONCE);
	await answerAgain(trx, again, kept);
}

async function answerAgain(
	trx: Trx,
	rows: readonly OperationTable[],
	kept: ReadonlyMap<string, Kept>
): Promise<void> {
	for (const { op_id, outcome, refusal, verdict, region, kind, verb, record_id, known_epoch } of rows) {
		// What is judged every hour without anything new is not written every hour.
		const before = kept.get(op_id);
		if (outcome === null || (before?.verdict === verdict && before.known_epoch === known_epoch)) continue;
		// What could not be read when it came may be read now: who may see it is decided by its kind.
		// Where nothing could be read of it this time, those who look after it stay the same.
		await trx
			.updateTable('operation')
			.set({ outcome, refusal, verdict, kind, verb, record_id, known_epoch })
			.$if(region !== null, (query) => query.set({ region }))
			.where('op_id', '=', op_id)
			.execute();
	}
}
