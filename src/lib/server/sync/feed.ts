/**
 * Feeds: what each scope shows, each record once, at its newest `seq`. Sequence numbers are given under the row lock of
 * `scope_head`, in ascending order of scopes and as the last thing before the commit, so that no reader can see a number
 * and miss a lower one, and two writers never wait for each other in a circle.
 */
import { addDigest, DIGEST_MODULUS, removeDigest } from '#lib/protocol/digest.ts';
import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import { insertRows, orReplace } from '#lib/server/database/insert-rows.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { nodeRowDigest } from './node-row-digest.ts';

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
	const [meta] = await findEpoch(trx);
	if (!meta) throw new Error('The row of meta is missing.');
	const digestOf = rememberedDigests();
	for (const scope of [...byScope.keys()].sort()) {
		const own = [...(byScope.get(scope)?.values() ?? [])];
		const head = await moveHead(trx, scope, meta.epoch, differenceOf(scope, own, shown, digestOf));
		let seq = head - own.length;
		const rows = own.map(({ kind, id, rev, gone }) => {
			return { scope, seq: ++seq, kind, record_id: id, rev, gone: gone ? (1 as const) : (0 as const) };
		});
		await insertRows(trx, 'feed', COLUMNS, rows, MOVED_UP);
	}
}

const findEpoch = compiledOnce((db) => db.selectFrom('meta').select('epoch'));
const findShown = compiledOnce((db, ids: readonly string[]) =>
	db
		.selectFrom('feed')
		.select(['scope', 'kind', 'record_id', 'rev'])
		.where('record_id', 'in', listed(db, ids))
		.where('gone', '=', 0)
);

/** Revisions that scopes show now of these records. */
async function loadShown(trx: Trx, ids: readonly string[]): Promise<Map<string, number>> {
	if (ids.length === 0) return new Map();
	const rows = await findShown(trx, [...new Set(ids)]);
	return new Map(rows.map((row) => [keyOf(row.scope, row.kind, row.record_id), row.rev]));
}

type DigestOf = (kind: string, id: string, rev: number) => number;

/** Several scopes show the same revision: its digest is made once. */
function rememberedDigests(): DigestOf {
	const made = new Map<string, number>();
	return (kind, id, rev) => {
		const key = `${kind}\n${id}\n${rev}`;
		const share = made.get(key) ?? nodeRowDigest(kind, id, rev);
		made.set(key, share);
		return share;
	};
}

/** By what a scope grows: numbers given, rows that are not gone, hash. */
interface Difference {
	readonly head: number;
	readonly count: number;
	readonly hash: number;
}

function differenceOf(
	scope: string,
	changes: readonly FeedChange[],
	shown: ReadonlyMap<string, number>,
	digestOf: DigestOf
): Difference {
	let [count, hash] = [0, 0];
	for (const { kind, id, rev, gone } of changes) {
		const before = shown.get(keyOf(scope, kind, id));
		if (before !== undefined) {
			count--;
			hash = removeDigest(hash, digestOf(kind, id, before));
		}
		if (!gone) {
			count++;
			hash = addDigest(hash, digestOf(kind, id, rev));
		}
	}
	return { head: changes.length, count, hash };
}

/** Moves the head on under its row lock, which is held to the commit. @returns where it stands now */
async function moveHead(trx: Trx, scope: string, gen: number, by: Difference): Promise<number> {
	const [row] = await addToHead(trx, scope, gen, by.head, by.count, by.hash);
	if (!row) throw new Error('The head of a scope did not move.');
	return row.head;
}

const addToHead = compiledOnce((db, scope: string, gen: number, head: number, count: number, hash: number) =>
	db
		.insertInto('scope_head')
		.values({ scope, gen, floor: 0, head, count, hash })
		.onConflict((conflict) =>
			conflict.column('scope').doUpdateSet((set) => ({
				head: set('scope_head.head', '+', set.ref('excluded.head')),
				count: set('scope_head.count', '+', set.ref('excluded.count')),
				hash: set(set.parens(set('scope_head.hash', '+', set.ref('excluded.hash'))), '%', DIGEST_MODULUS)
			}))
		)
		.returning('head')
);

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
