import { OPEN_TRANSFER, STOCK, type OpenTransferView, type StockView } from '#lib/protocol/stock-view.ts';
import { milliOf } from '#lib/domain/stock/movement.ts';
import type { MovementBody } from '#lib/records/movement/body.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { recordViews } from '#lib/server/sync/record-views.ts';
import { holdingId } from './tell-stock.ts';

/** Bodies of feed rows about stock, by `kind id` as the page of a pull asks for them. */
export async function stockViews(
	trx: Trx,
	rows: readonly { readonly kind: string; readonly record_id: string }[]
): Promise<Map<string, StockView | OpenTransferView>> {
	const views = new Map<string, StockView | OpenTransferView>();
	const idsOf = (kind: string) => rows.filter((row) => row.kind === kind).map((row) => row.record_id);
	for (const chunk of inChunks(idsOf(STOCK), 500)) {
		for (const view of await holdings(trx, chunk))
			views.set(`${STOCK}\n${holdingId(view.place, view.supply)}`, view);
	}
	for (const [id, view] of await recordViews(trx, idsOf(OPEN_TRANSFER))) {
		const { from, to, region, date, lines } = view.body as MovementBody;
		views.set(`${OPEN_TRANSFER}\n${id}`, {
			...{ id, from, to, region, date, by: view.recorder, byName: view.recorderName },
			lines: lines.map(({ supply, batch, expiry, qty }) => {
				return { supply, batch, expiry, milli: milliOf(qty) };
			})
		});
	}
	return views;
}

async function holdings(trx: Trx, ids: readonly string[]): Promise<StockView[]> {
	if (ids.length === 0) return [];
	const wanted = new Set(ids);
	const places = listed(trx, [...new Set(ids.map((id) => id.slice(0, id.indexOf('|'))))]);
	const supplies = listed(trx, [...new Set(ids.map((id) => id.slice(id.indexOf('|') + 1)))]);
	const rows = await trx
		.selectFrom('stock_holding')
		.selectAll()
		.where('place', 'in', places)
		.where('supply', 'in', supplies)
		.execute();
	const batches = await trx
		.selectFrom('stock_balance')
		.selectAll()
		.where('place', 'in', places)
		.where('supply', 'in', supplies)
		.where('qty', '<>', 0)
		.orderBy('expiry')
		.orderBy('batch')
		.execute();
	return rows
		.filter(({ place, supply }) => wanted.has(holdingId(place, supply)))
		.map(({ place, supply, qty, stocked }) => ({
			...{ place, supply, milli: Number(qty), stocked: Number(stocked) === 1 },
			batches: batches
				.filter((one) => one.place === place && one.supply === supply)
				.map(({ batch, expiry, qty: left }) => ({ batch, expiry: expiry || null, milli: Number(left) }))
		}));
}
