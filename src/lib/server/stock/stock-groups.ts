import type { Movement } from '#lib/domain/stock/movement.ts';
import { kindOf } from '#lib/records/index.ts';
import { upcastBody } from '#lib/records/upcast.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { StockGroupTable, Trx } from '#lib/server/database/schema.ts';
import { movementOf } from './movement-of.ts';

const COLUMNS = ['id', 'place_from', 'place_to', 'open', 'rev'] as const;

/**
 * Keeps others from writing lines of these groups until the transaction ends, also of a group whose origin is not here yet;
 * and from counting these places, which have rows of their own for it: no place is named like a record.
 * @param sorted all at once, so that no two writers wait for each other in a circle
 */
export async function lockGroups(trx: Trx, sorted: readonly string[]): Promise<void> {
	const rows = sorted.map((id) => ({ id, place_from: null, place_to: null, open: 0 as const, rev: 1 }));
	await insertRows(
		trx,
		'stock_group',
		COLUMNS,
		rows,
		'on conflict (id) do update set rev = stock_group.rev + 1'
	);
}

/** All that is known of these groups: their origins, a handout's as well, confirmations and reversals. */
export async function loadGroups(trx: Trx, groups: readonly string[]): Promise<Map<string, Movement[]>> {
	const wanted = listed(trx, groups);
	const columns = ['id', 'kind', 'schema', 'body', 'recorder', 'state', 'parent'] as const;
	const origins = await trx.selectFrom('record').select(columns).where('id', 'in', wanted).execute();
	const hanging = await trx.selectFrom('record').select(columns).where('parent', 'in', wanted).execute();
	const found = new Map<string, Movement[]>();
	const isOrigin = new Set(groups);
	for (const row of [...origins, ...hanging]) {
		const kind = kindOf(row.kind);
		if (!kind?.appendOnly && !isOrigin.has(row.id)) continue;
		if (!kind?.moves) continue;
		const body: unknown = JSON.parse(row.body);
		const movement = movementOf(kind, { row, body: upcastBody(kind, row.schema, body) ?? body });
		const group = row.parent ?? row.id;
		if (movement) found.set(group, [...(found.get(group) ?? []), movement]);
	}
	return found;
}

/**
 * Notes which transfers wait for their receiver.
 * @returns them as their places are to be told: also what is over and never waited here, because a phone may have read it from
 * the giver's screen, and a confirmation that came before its transfer
 */
export async function noteGroups(
	trx: Trx,
	groups: readonly { readonly group: string; readonly members: readonly Movement[] }[]
): Promise<StockGroupTable[]> {
	const transfers = groups.flatMap(({ group, members }) => {
		const origin = members.find((one) => one.about === null);
		const known = origin ?? members.find(({ act }) => act === 'confirm');
		if (!known || (origin && origin.act !== 'transfer')) return [];
		const isSettled = members.some(({ act }) => act === 'confirm' || act === 'reversal');
		const places = { place_from: known.from, place_to: known.to };
		return [{ id: group, ...places, open: isSettled ? 0 : 1, isHere: origin !== undefined } as const];
	});
	if (transfers.length === 0) return [];
	const standing = await trx
		.selectFrom('stock_group')
		.select(['id', 'rev'])
		.where(
			'id',
			'in',
			listed(
				trx,
				transfers.map(({ id }) => id)
			)
		)
		.execute();
	const revs = new Map(standing.map(({ id, rev }) => [id, Number(rev)]));
	const told = transfers.map(({ isHere, ...one }) => ({
		isHere,
		row: { ...one, rev: revs.get(one.id) ?? 1 }
	}));
	const changes =
		'on conflict (id) do update set place_from = excluded.place_from, place_to = excluded.place_to,';
	const rows = told.flatMap(({ isHere, row }) => (isHere ? [row] : []));
	if (rows.length > 0) await insertRows(trx, 'stock_group', COLUMNS, rows, `${changes} open = excluded.open`);
	return told.map(({ row }) => row);
}
