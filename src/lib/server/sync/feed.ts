/**
 * Feeds: what each scope shows, each record once, at its newest `seq`. Sequence numbers are given under the row lock of
 * `scope_head`, in ascending order of scopes and as the last thing before the commit, so that no reader can see a number
 * and miss a lower one, and two writers never wait for each other in a circle.
 */
import { addDigest, removeDigest, rowDigest } from '#lib/protocol/digest.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import type { Trx } from '#lib/server/database/schema.ts';

export const REFERENCE_SCOPE = 'ref';

export interface FeedChange {
	readonly scope: string;
	readonly kind: string;
	readonly id: string;
	readonly rev: number;
	readonly gone: boolean;
}

/** Appends the changes to their scopes and keeps each scope's count and hash. */
export async function appendToFeeds(trx: Trx, changes: readonly FeedChange[]): Promise<void> {
	const byScope = new Map<string, Map<string, FeedChange>>();
	for (const change of changes) {
		const rows = byScope.get(change.scope) ?? new Map<string, FeedChange>();
		rows.set(`${change.kind}\n${change.id}`, change);
		byScope.set(change.scope, rows);
	}
	if (byScope.size === 0) return;
	const { epoch } = await trx.selectFrom('meta').select('epoch').executeTakeFirstOrThrow();
	for (const scope of [...byScope.keys()].sort()) {
		await appendToScope(trx, scope, [...(byScope.get(scope)?.values() ?? [])], epoch);
	}
}

async function appendToScope(trx: Trx, scope: string, rows: FeedChange[], epoch: number): Promise<void> {
	await trx
		.insertInto('scope_head')
		.values({ scope, gen: epoch, head: 0, floor: 0, count: 0, hash: 0 })
		.onConflict((conflict) => conflict.column('scope').doNothing())
		.execute();
	const { head, count, hash } = await trx
		.updateTable('scope_head')
		.set((set) => ({ head: set('head', '+', rows.length) }))
		.where('scope', '=', scope)
		.returning(['head', 'count', 'hash'])
		.executeTakeFirstOrThrow();

	let nextCount = count;
	let nextHash = hash;
	for (const chunk of inChunks(rows, 500)) {
		const old = await trx
			.selectFrom('feed')
			.select(['kind', 'record_id', 'rev'])
			.where('scope', '=', scope)
			.where('gone', '=', 0)
			.where(
				'record_id',
				'in',
				chunk.map((row) => row.id)
			)
			.execute();
		const wanted = new Set(chunk.map((row) => `${row.kind}\n${row.id}`));
		for (const row of old) {
			// Codes of reference data are unique within their kind only.
			if (!wanted.has(`${row.kind}\n${row.record_id}`)) continue;
			nextCount--;
			nextHash = removeDigest(nextHash, rowDigest(row.kind, row.record_id, row.rev));
		}
	}
	let seq = head - rows.length;
	for (const chunk of inChunks(rows, 500)) {
		const values = chunk.map((row) => {
			if (!row.gone) {
				nextCount++;
				nextHash = addDigest(nextHash, rowDigest(row.kind, row.id, row.rev));
			}
			const gone = row.gone ? (1 as const) : (0 as const);
			return { scope, seq: ++seq, kind: row.kind, record_id: row.id, rev: row.rev, gone };
		});
		await trx
			.insertInto('feed')
			.values(values)
			.onConflict((conflict) =>
				conflict.columns(['scope', 'kind', 'record_id']).doUpdateSet((set) => ({
					seq: set.ref('excluded.seq'),
					rev: set.ref('excluded.rev'),
					gone: set.ref('excluded.gone')
				}))
			)
			.execute();
	}
	await trx
		.updateTable('scope_head')
		.set({ count: nextCount, hash: nextHash })
		.where('scope', '=', scope)
		.execute();
}

/**
 * Says that this server came back from a backup: phones replay what they had been told was accepted, and pull every scope
 * again from 0.
 */
export async function raiseEpoch(trx: Trx): Promise<number> {
	const { epoch } = await trx
		.updateTable('meta')
		.set((set) => ({ epoch: set('epoch', '+', 1) }))
		.returning('epoch')
		.executeTakeFirstOrThrow();
	await trx.updateTable('scope_head').set({ gen: epoch }).execute();
	return epoch;
}
