/** The sums of the stock counted anew from the ledger: what they must equal at any time, and how they are mended. */
import type {
	StockBalanceTable,
	StockDayTable,
	StockHoldingTable,
	Sql,
	Trx
} from '#lib/server/database/schema.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import { sql } from 'kysely';

const STOCKED = sql`max(case when act = 'count' or (qty > 0 and act in ('receive', 'issue', 'transfer', 'confirm', 'return'))
	then 1 else 0 end)`;

export interface StockSums {
	readonly balances: readonly StockBalanceTable[];
	readonly holdings: readonly Omit<StockHoldingTable, 'rev'>[];
	readonly days: readonly StockDayTable[];
}

/** The sums as the ledger says. Reads all of it. */
export async function countStock(db: Sql): Promise<StockSums> {
	const balances = await sql<StockBalanceTable>`select place, supply, batch, expiry, sum(qty) as qty
		from stock_entry group by 1, 2, 3, 4`.execute(db);
	const holdings = await sql<StockHoldingTable>`select place, supply, sum(qty) as qty, ${STOCKED} as stocked
		from stock_entry group by 1, 2`.execute(db);
	const days = await sql<StockDayTable>`select region, place, supply, act, day, sum(qty) as qty
		from stock_entry group by 1, 2, 3, 4, 5`.execute(db);
	return { balances: balances.rows, holdings: holdings.rows, days: days.rows };
}

/** Puts what the ledger says in the place of the sums. Nobody else may write meanwhile (`transaction`). */
export async function rebuildStock(trx: Trx): Promise<void> {
	const { balances, holdings, days } = await countStock(trx);
	const standing = await trx.selectFrom('stock_holding').select(['place', 'supply', 'rev']).execute();
	const revs = new Map(standing.map(({ place, supply, rev }) => [`${place}\n${supply}`, Number(rev)]));
	await trx.deleteFrom('stock_balance').execute();
	await trx.deleteFrom('stock_holding').execute();
	await trx.deleteFrom('stock_day').execute();
	const whole = <Row extends { qty: number }>(row: Row): Row => ({ ...row, qty: Number(row.qty) });
	for (const chunk of inChunks(balances.map(whole), 1_000))
		await insertRows(trx, 'stock_balance', ['place', 'supply', 'batch', 'expiry', 'qty'], chunk);
	for (const chunk of inChunks(holdings.map(whole), 1_000)) {
		const rows = chunk.map((row): StockHoldingTable => {
			const stocked = Number(row.stocked) === 1 ? 1 : 0;
			return { ...row, stocked, rev: revs.get(`${row.place}\n${row.supply}`) ?? 1 };
		});
		await insertRows(trx, 'stock_holding', ['place', 'supply', 'qty', 'stocked', 'rev'], rows);
	}
	for (const chunk of inChunks(days.map(whole), 1_000))
		await insertRows(trx, 'stock_day', ['region', 'place', 'supply', 'act', 'day', 'qty'], chunk);
}
