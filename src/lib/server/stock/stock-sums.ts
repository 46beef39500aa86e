/**
 * The running sums of the ledger, moved on with every line in the same transaction: they equal the sums over the ledger at
 * every commit (`check-stock.ts` compares).
 */
import { isBringing } from '#lib/domain/stock/bringing.ts';
import type { StockAct } from '#lib/domain/stock/movement.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import type {
	StockBalanceTable,
	StockDayTable,
	StockEntryTable,
	StockHoldingTable,
	StockPlaceTable,
	Trx
} from '#lib/server/database/schema.ts';

const BALANCE_KEY = ['place', 'supply', 'batch', 'expiry'] as const;
const HOLDING_KEY = ['place', 'supply'] as const;
const DAY_KEY = ['region', 'place', 'supply', 'act', 'day'] as const;
const BALANCE = [...BALANCE_KEY, 'qty'] as const;
const HOLDING = [...HOLDING_KEY, 'qty', 'stocked', 'rev'] as const;
const DAY = [...DAY_KEY, 'qty'] as const;
const PLACE = ['place', 'region'] as const;

const add = (table: string, key: readonly string[], more = '') =>
	`on conflict (${key.join(', ')}) do update set qty = ${table}.qty + excluded.qty${more}`;
const ADD_BALANCE = add('stock_balance', BALANCE_KEY);
const ADD_DAY = add('stock_day', DAY_KEY);
const ADD_HOLDING = add(
	'stock_holding',
	HOLDING_KEY,
	`, rev = stock_holding.rev + 1, stocked = case when excluded.stocked = 1 then 1 else stock_holding.stocked end`
);

/** Adds ledger lines to all sums, each table in the order of its key, as every writer does. */
export async function addToSums(trx: Trx, entries: readonly StockEntryTable[]): Promise<void> {
	const balances = new Map<string, StockBalanceTable>();
	const holdings = new Map<string, StockHoldingTable>();
	const days = new Map<string, StockDayTable>();
	const places = new Map<string, StockPlaceTable>();
	for (const { place, supply, batch, expiry, act, region, day, qty } of entries) {
		held(balances, BALANCE_KEY, { place, supply, batch, expiry, qty: 0 }).qty += qty;
		held(days, DAY_KEY, { region, place, supply, act, day, qty: 0 }).qty += qty;
		const holding = held(holdings, HOLDING_KEY, { place, supply, qty: 0, stocked: 0, rev: 1 });
		holding.qty += qty;
		if (isBringing({ act: act as StockAct, milli: qty })) holding.stocked = 1;
		held(places, PLACE, { place, region });
	}
	await insertRows(trx, 'stock_place', PLACE, inOrder(places), 'on conflict do nothing');
	await insertRows(trx, 'stock_holding', HOLDING, inOrder(holdings), ADD_HOLDING);
	await insertRows(trx, 'stock_balance', BALANCE, inOrder(balances), ADD_BALANCE);
	await insertRows(trx, 'stock_day', DAY, inOrder(days), ADD_DAY);
}

function held<Row extends object>(rows: Map<string, Row>, key: readonly (keyof Row)[], row: Row): Row {
	const name = key.map((column) => String(row[column])).join('\n');
	const standing = rows.get(name);
	if (standing) return standing;
	rows.set(name, row);
	return row;
}

const inOrder = <Row>(rows: ReadonlyMap<string, Row>): Row[] =>
	[...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
