/** Custody: every operation is kept as it came, before anyone looks into it, and its verdict beside it. */
import { sql } from 'kysely';
import type { Verdict } from '#lib/domain/operation.ts';
import { isUuid } from '#lib/domain/ids.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { MetError } from '#lib/server/database/is-retryable.ts';
import { lockedIn } from '#lib/server/database/row-locks.ts';
import type { OperationTable, Trx } from '#lib/server/database/schema.ts';
import { rawAndHash, sha256 } from './body-hash.ts';

const DERIVED = 'raw:';

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
	'op_id' | 'body_hash' | 'outcome' | 'refusal' | 'verdict' | 'account_id'
>;

/** What is known of these operations; none of it changes until the transaction ends. */
export async function loadKept(trx: Trx, ids: readonly string[]): Promise<Map<string, Kept>> {
	const kept = new Map<string, Kept>();
	for (const chunk of inChunks([...ids].sort(), 500)) {
		const rows = await lockedIn(
			trx,
			trx
				.selectFrom('operation')
				.select(['op_id', 'body_hash', 'outcome', 'refusal', 'verdict', 'account_id'])
				.where('op_id', 'in', chunk)
				.orderBy('op_id')
		).execute();
		for (const row of rows) kept.set(row.op_id, row);
	}
	return kept;
}

/**
 * Keeps operations as they came; those that are kept already stay as they are.
 * @throws MetError when another transaction kept one of them since `kept` was read: it has to be judged with that known
 */
export async function keep(
	trx: Trx,
	rows: readonly OperationTable[],
	kept: ReadonlyMap<string, Kept>
): Promise<void> {
	for (const chunk of inChunks(rows, 100)) {
		const stored = await trx
			.insertInto('operation')
			.values(chunk)
			.onConflict((conflict) => conflict.column('op_id').doNothing())
			.returning('op_id')
			.execute();
		if (stored.length === chunk.length) continue;
		const storedNow = new Set(stored.map((row) => row.op_id));
		// One kept under a derived id is refused whenever it comes.
		const met = ({ op_id }: OperationTable) =>
			!storedNow.has(op_id) && !kept.has(op_id) && !op_id.startsWith(DERIVED);
		if (chunk.some(met)) throw new MetError('operation');
	}
}

/** Writes the verdicts beside the operations they answer, with the region in which a coordinator will look for them. */
export async function keepVerdicts(
	trx: Trx,
	verdicts: readonly { readonly id: string; readonly verdict: Verdict; readonly region: string | null }[]
): Promise<void> {
	for (const chunk of inChunks(verdicts, 200)) {
		const rows = chunk.map(
			({ id, verdict, region }) =>
				sql`(${id}, ${verdict.outcome}, ${verdict.refusal ?? ''}, ${JSON.stringify(verdict)}, ${region ?? ''})`
		);
		await sql`with answer(op_id, outcome, refusal, verdict, region) as (values ${sql.join(rows)})
			update operation set outcome = answer.outcome, refusal = nullif(answer.refusal, ''),
				verdict = answer.verdict, region = nullif(answer.region, '')
			from answer where operation.op_id = answer.op_id`.execute(trx);
	}
}
