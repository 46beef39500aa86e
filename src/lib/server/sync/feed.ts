/**
 * Feeds: what each scope shows, each record once, at its newest `seq`. Sequence numbers are given under the row lock of
 * `scope_head`, in ascending order of scopes and as the last thing before the commit, so that no reader can see a number
 * and miss a lower one, and two writers never wait for each other in a circle.
 */
import { addDigest, removeDigest, rowDigest } from '#lib/protocol/digest.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { insertRows, orReplace } from '#lib/server/database/insert-rows.ts';
import type { Trx } from '#lib/server/database/schema.ts';

export const REFERENCE_SCOPE = 'ref';

export interface FeedChange {
	readonly scope: string;
	readonly kind: string;
	readonly id: string;
	readonly rev: number;
	readonly gone: boolean;
	/** True when the record is there since this transaction: no scope shows it yet. */
	readonly isNew?: boolean;
}

const COLUMNS = ['scope', 'seq', 'kind', 'record_id', 'rev', 'gone'] as const;
const MOVED_UP = orReplace(['scope', 'kind', 'record_id'], ['seq', 'rev', 'gone']);

const keyOf = (scope: string, kind: string, id: string) => `${scope}\n${kind}\n${id}`;

/**
 * Appends the changes to their scopes and keeps each scope's count and hash. Who calls it holds the changed records, or
 * writes alone: what a scope shows of them does not change meanwhile.
 */
export async function appendToFeeds(trx: Trx, changes: readonly FeedChange[]): Promise<void> {
	const byScope = new Map<string, Map<string, FeedChange>>();
	for (const change of changes) {
		const rows = byScope.get(change.scope) ?? new Map<string, FeedChange>();
		rows.set(`${change.kind}\n${change.id}`, change);
		byScope.set(change.scope, rows);
	}
	if (byScope.size === 0) return;
	const shown = await loadShown(
		trx,
		changes.filter((change) => !change.isNew).map((change) => change.id)
	);
	const { epoch } = await trx.selectFrom('meta').select('epoch').executeTakeFirstOrThrow();
	for (const scope of [...byScope.keys()].sort()) {
		await appendToScope(trx, scope, [...(byScope.get(scope)?.values() ?? [])], shown, epoch);
	}
}

/** Revisions that scopes show now of these records. */
async function loadShown(trx: Trx, ids: readonly string[]): Promise<Map<string, number>> {
	const shown = new Map<string, number>();
	for (const chunk of inChunks([...new Set(ids)], 500)) {
		const rows = await trx
			.selectFrom('feed')
			.select(['scope', 'kind', 'record_id', 'rev'])
			.where('record_id', 'in', chunk)
			.where('gone', '=', 0)
			.execute();
		for (const row of rows) shown.set(keyOf(row.scope, row.kind, row.record_id), row.rev);
	}
	return shown;
}

async function appendToScope(
	trx: Trx,
	scope: string,
	changes: readonly FeedChange[],
	shown: ReadonlyMap<string, number>,
	epoch: number
): Promise<void> {
	await trx
		.insertInto('scope_head')
		.values({ scope, gen: epoch, head: 0, floor: 0, count: 0, hash: 0 })
		.onConflict((conflict) => conflict.column('scope').doNothing())
		.execute();
	const standing = await trx
		.updateTable('scope_head')
		.set((set) => ({ head: set('head', '+', changes.length) }))
		.where('scope', '=', scope)
		.returning(['head', 'count', 'hash'])
		.executeTakeFirstOrThrow();

	let { count, hash } = standing;
	let seq = standing.head - changes.length;
	const rows = changes.map(({ kind, id, rev, gone }) => {
		const before = shown.get(keyOf(scope, kind, id));
		if (before !== undefined) {
			count--;
			hash = removeDigest(hash, rowDigest(kind, id, before));
		}
		if (!gone) {
			count++;
			hash = addDigest(hash, rowDigest(kind, id, rev));
		}
		return { scope, seq: ++seq, kind, record_id: id, rev, gone: gone ? (1 as const) : (0 as const) };
	});
	await insertRows(trx, 'feed', COLUMNS, rows, MOVED_UP);
	await trx.updateTable('scope_head').set({ count, hash }).where('scope', '=', scope).execute();
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
