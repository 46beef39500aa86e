import { sql } from 'kysely';
import { MAX_PAGE_BYTES, MAX_PAGE_ROWS, type FeedRow, type ScopePage } from '#lib/protocol/pull.ts';
import type { RecordView } from '#lib/protocol/record-view.ts';
import { plannedOnce } from '#lib/server/database/planned-once.ts';
import type { FeedTable, ScopeHeadTable, Trx } from '#lib/server/database/schema.ts';
import { uuidV7 } from '#lib/domain/ids.ts';
import { isStockRow, OPEN_TRANSFER } from '#lib/protocol/stock-view.ts';
import { stockViews } from '#lib/server/stock/stock-views.ts';
import { isLeaseScope } from '#lib/domain/rosters/lease.ts';
import { leasedRows } from '#lib/server/rosters/leased-rows.ts';
import { withoutFinerPrints } from '#lib/server/photos/finer-prints.ts';
import { recordViews } from './record-views.ts';

export interface Cursor {
	readonly gen: number;
	readonly seq: number;
}

/** Where reading goes on: from 0 when the feed is another one, the cursor is beyond its head or below its floor. */
export function startOf(head: ScopeHeadTable, cursor: Cursor | undefined): number {
	if (!cursor || cursor.gen !== head.gen || cursor.seq > head.head) return 0;
	return cursor.seq > 0 && cursor.seq < head.floor ? 0 : cursor.seq;
}

/** What a page depends on besides: when it is asked for, and what the phone knows that asks (`PullRequest`). */
export interface Asked {
	readonly now: Date;
	readonly knows: readonly string[];
	/** Bytes of rows, besides the protocol's own limit. */
	readonly most: number;
}

/** A transfer that began longer ago is over for whoever did not hear of it, too: a phone keeps none from a screen so long. */
const TRANSFERS_OF_DAYS = 30;

/** Rows of a scope after `from`, by their order: a page and one more. */
function readFeed(trx: Trx, scope: string, from: number, now: Date): Promise<FeedTable[]> {
	let reading = trx
		.selectFrom('feed')
		.selectAll()
		.where('scope', '=', plannedOnce(scope))
		.where('seq', '>', from)
		.orderBy('seq')
		.limit(sql.lit(MAX_PAGE_ROWS + 1));
	if (from === 0) {
		const since = uuidV7(now.getTime() - TRANSFERS_OF_DAYS * 86_400_000, new Uint8Array(10));
		reading = reading.where((eb) =>
			eb.or([eb('gone', '=', 0), eb.and([eb('kind', '=', OPEN_TRANSFER), eb('record_id', '>=', since)])])
		);
	}
	return reading.execute();
}

/**
 * The next page of a scope, in the snapshot of `trx`. Read from 0 it leaves out what is gone: a first pull, or one that
 * sweeps what it does not see. Not so transfers of the last weeks: a phone that read one from its giver's screen has it from
 * no scope, so that no sweep takes it away, and learns only here that it is over.
 */
export async function readPage(
	trx: Trx,
	head: ScopeHeadTable,
	from: number,
	{ now, knows, most }: Asked
): Promise<{ readonly page: ScopePage; readonly bytes: number }> {
	// Most scopes of a pull have nothing new.
	const found = from >= head.head ? [] : await readFeed(trx, head.scope, from, now);
	const candidates = found.slice(0, MAX_PAGE_ROWS);
	const bodies = await bodiesOf(
		trx,
		head.scope,
		candidates.filter((row) => !row.gone),
		knows.includes('prints')
	);
	const rows: FeedRow[] = [];
	const limit = Math.min(most, MAX_PAGE_BYTES);
	let bytes = 0;
	for (const { seq, kind, record_id, rev, gone } of candidates) {
		const known = gone ? undefined : bodies.get(`${kind}\n${record_id}`);
		const row: FeedRow = {
			seq,
			kind,
			id: record_id,
			rev,
			gone: gone === 1,
			schema: known?.schema ?? 1,
			body: known?.body ?? null
		};
		const size = Buffer.byteLength(JSON.stringify(row));
		if (rows.length > 0 && bytes + size > limit) break;
		rows.push(row);
		bytes += size;
	}
	const more = rows.length < found.length;
	const to = more ? (rows.at(-1)?.seq ?? from) : Math.max(head.head, from);
	const page: ScopePage = { scope: head.scope, gen: head.gen, from, to, rows, more };
	return { page: more ? page : { ...page, count: head.count, hash: head.hash }, bytes };
}

/** Bytes of a record's history that a phone is told: it keeps them with the record, and shows the newest first. */
const MAX_HISTORY_BYTES = 200_000;

/** What was done last, as much as a phone is told; the desk shows all of it. */
function newestOf(history: RecordView['history']): RecordView['history'] {
	let left = MAX_HISTORY_BYTES;
	const first = history.findLastIndex((entry) => (left -= Buffer.byteLength(JSON.stringify(entry))) < 0);
	return first < 0 ? history : history.slice(first + 1);
}

interface Shown {
	readonly schema: number;
	readonly body: unknown;
}

async function bodiesOf(
	trx: Trx,
	scope: string,
	rows: readonly { readonly kind: string; readonly record_id: string }[],
	withPrints: boolean
): Promise<Map<string, Shown>> {
	const bodies = new Map<string, Shown>();
	if (isLeaseScope(scope)) {
		const leased = await leasedRows(
			trx,
			scope,
			rows.map((row) => row.record_id)
		);
		for (const [key, body] of leased) bodies.set(key, { schema: 1, body });
		return bodies;
	}
	const codes = new Map<string, string[]>();
	const ids: string[] = [];
	for (const { kind, record_id } of rows) {
		if (isStockRow(kind)) continue;
		if (!kind.startsWith('ref:')) ids.push(record_id);
		else codes.set(kind, [...(codes.get(kind) ?? []), record_id]);
	}
	for (const [kind, list] of codes) {
		const entries = await trx
			.selectFrom('reference_row')
			.select(['code', 'body'])
			.where('kind', '=', kind.slice('ref:'.length))
			.where('code', 'in', list)
			.execute();
		for (const entry of entries) {
			bodies.set(`${kind}\n${entry.code}`, { schema: 1, body: JSON.parse(entry.body) });
		}
	}
	for (const [key, body] of await stockViews(trx, rows)) bodies.set(key, { schema: 1, body });
	for (const [id, view] of await recordViews(trx, ids)) {
		const short = { ...view, history: newestOf(view.history) };
		const body = withPrints ? short : { ...short, body: withoutFinerPrints(view.body) };
		bodies.set(`${view.kind}\n${id}`, { schema: view.schema, body });
	}
	return bodies;
}
