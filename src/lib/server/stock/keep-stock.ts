/**
 * The ledger follows the records: after a push it says of every touched movement or handout what `domain/stock` makes of it.
 * Only what is missing is appended, so a retry, a second reversal or a second void adds nothing, and an amended handout adds
 * its difference.
 */
import { countDifference } from '#lib/domain/stock/count-difference.ts';
import { entriesOf } from '#lib/domain/stock/entries-of.ts';
import { groupOf, type Movement } from '#lib/domain/stock/movement.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import type { StockEntryTable, Trx } from '#lib/server/database/schema.ts';
import type { FeedChange } from '#lib/server/sync/feed.ts';
import type { RecordState } from '#lib/server/sync/record-state.ts';
import { entryOf, lineOf, loadLines, missingLines } from './ledger-lines.ts';
import { movementOf } from './movement-of.ts';
import { loadGroups, lockGroups, noteGroups } from './stock-groups.ts';
import { shareGroups } from './share-group.ts';
import { addToSums } from './stock-sums.ts';
import { tellStock } from './tell-stock.ts';

export interface MovedGoods {
	readonly kind: RecordKind;
	readonly id: string;
	readonly before: RecordState | undefined;
	readonly after: RecordState;
}

/** A group that this push touched, and by which record. */
interface Touched {
	readonly group: string;
	readonly record: string;
	readonly rev: number;
	/** When the server received what brought it about. */
	readonly at: string;
	/** Nothing of it can stand in the ledger. */
	readonly isNew: boolean;
	readonly members: readonly Movement[];
	/** Set where the push brings a count: its adjusting entries are made now. */
	readonly count: Movement | null;
}

const COLUMNS = [
	'group_id',
	'seq',
	'record_id',
	'rev',
	'place',
	'supply',
	'batch',
	'expiry',
	'act',
	'region',
	'day',
	'qty',
	'at'
] as const;

/** @returns what the scopes of the places are to be told */
export async function keepStock(trx: Trx, moved: readonly MovedGoods[]): Promise<FeedChange[]> {
	const goods = moved.filter(({ kind }) => kind.moves !== undefined);
	if (goods.length === 0) return [];
	const touched = [...handoutsOf(goods), ...(await movementsOf(trx, goods))];
	const lines = await loadLines(
		trx,
		touched.filter((one) => !one.isNew).map((one) => one.group)
	);
	const written: StockEntryTable[] = [];
	const write = async (groups: readonly Touched[]) => {
		const fresh: StockEntryTable[] = [];
		for (const one of groups) fresh.push(...(await linesFor(trx, one, lines.get(one.group) ?? [])));
		await insertRows(trx, 'stock_entry', COLUMNS, fresh);
		await addToSums(trx, fresh);
		written.push(...fresh);
	};
	await write(touched.filter((one) => one.count === null));
	// A count is measured against everything that came before it, one after the other.
	for (const one of touched) if (one.count) await write([one]);
	const told = await tellStock(trx, written, await noteGroups(trx, touched));
	return [...told, ...(await shareGroups(trx, touched))];
}

const newest = ({ row, revisions }: RecordState) => ({
	rev: row.rev,
	at: revisions.at(-1)?.received_at ?? row.received_at
});

/** Handouts are groups of their own, and nothing hangs on them. */
function handoutsOf(goods: readonly MovedGoods[]): Touched[] {
	return goods.flatMap(({ kind, id, before, after }) => {
		if (kind.appendOnly) return [];
		const movement = movementOf(kind, after);
		const members = movement ? [movement] : [];
		return [{ group: id, record: id, ...newest(after), isNew: !before, members, count: null }];
	});
}

async function movementsOf(trx: Trx, goods: readonly MovedGoods[]): Promise<Touched[]> {
	const byGroup = new Map<string, MovedGoods>();
	const counts = new Map<string, Movement>();
	for (const one of goods) {
		if (!one.kind.appendOnly) continue;
		const movement = movementOf(one.kind, one.after);
		if (!movement) continue;
		byGroup.set(groupOf(movement), one);
		if (movement.act === 'count' && !one.before) counts.set(movement.id, movement);
	}
	const groups = [...byGroup.keys()].sort();
	if (groups.length === 0) return [];
	// Two counts of one place are of two groups: the second waits, and is measured against what the first one left.
	const counted = [...counts.values()].flatMap(({ from }) => (from === null ? [] : [from]));
	await lockGroups(trx, [...new Set([...groups, ...counted])].sort());
	const members = await loadGroups(trx, groups);
	// In the order in which they were sent: a count comes after what came before it. A movement about a handout moves nothing, and
	// the handout's lines are its own record's.
	return [...byGroup].flatMap(([group, { id, after }]) => {
		const known = members.get(group) ?? [];
		if (known.some(({ act }) => act === 'give')) return [];
		const touched = { group, record: id, ...newest(after), isNew: false };
		return [{ ...touched, members: known, count: counts.get(group) ?? null }];
	});
}

async function linesFor(
	trx: Trx,
	one: Touched,
	standing: readonly StockEntryTable[]
): Promise<StockEntryTable[]> {
	const { group, record, rev, at, members, count } = one;
	const found = count ? await differenceNow(trx, count) : null;
	const wanted = entriesOf(
		members,
		(id) => found ?? standing.filter((line) => line.record_id === id).map(entryOf)
	);
	const last = Math.max(0, ...standing.map((line) => Number(line.seq)));
	return missingLines(standing, wanted.map(lineOf)).map((line, place) => ({
		...line,
		...{ group_id: group, seq: last + place + 1, record_id: record, rev, at }
	}));
}

async function differenceNow(trx: Trx, count: Movement) {
	const supplies = [...new Set(count.lines.map((line) => line.supply))].sort();
	if (count.from === null || supplies.length === 0) return [];
	const rows = await trx
		.selectFrom('stock_balance')
		.selectAll()
		.where('place', '=', count.from)
		.where('supply', 'in', supplies)
		.execute();
	const standing = rows.map(({ expiry, qty, ...row }) => {
		return { ...row, expiry: expiry || null, milli: Number(qty) };
	});
	return countDifference(count, standing);
}
