import type { StockLine } from '#lib/domain/stock/movement.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { RecordTable, Trx } from '#lib/server/database/schema.ts';

/** What the server made of each count among these records when it took it in, by the record. */
export async function countAdjustments(
	trx: Trx,
	records: readonly Pick<RecordTable, 'id' | 'kind' | 'body'>[]
): Promise<ReadonlyMap<string, readonly StockLine[]>> {
	const counts = records.filter(
		({ kind, body }) => kind === 'movement' && (JSON.parse(body) as { act?: unknown }).act === 'count'
	);
	const found = new Map<string, StockLine[]>(counts.map(({ id }) => [id, []]));
	if (counts.length === 0) return found;
	const rows = await trx
		.selectFrom('stock_entry')
		.select(['record_id', 'supply', 'batch', 'expiry', 'qty'])
		.where('group_id', 'in', listed(trx, [...found.keys()]))
		.whereRef('record_id', '=', 'group_id')
		.where('act', '=', 'count')
		.orderBy('group_id')
		.orderBy('seq')
		.execute();
	for (const { record_id, supply, batch, expiry, qty } of rows)
		found.get(record_id)?.push({ supply, batch, expiry: expiry || null, milli: Number(qty) });
	return found;
}
