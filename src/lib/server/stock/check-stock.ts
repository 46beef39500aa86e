import { sql } from 'kysely';
import { entriesOf } from '#lib/domain/stock/entries-of.ts';
import { groupOf, type Movement } from '#lib/domain/stock/movement.ts';
import { recordKinds } from '#lib/records/index.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { upcastBody } from '#lib/records/upcast.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { entryOf, lineOf, loadLines, missingLines } from './ledger-lines.ts';
import { movementOf } from './movement-of.ts';
import { countStock } from './rebuild-stock.ts';

/** One sum, or one movement's lines, that are not what they must be. */
export interface StockFault {
	readonly key: string;
	readonly kept: number;
	readonly counted: number;
}

/** Compares the sums with the ledger and the ledger with the records; none is how it must be. Call it in a snapshot. */
export async function checkStock(trx: Trx): Promise<StockFault[]> {
	const counted = await countStock(trx);
	const balances = await trx.selectFrom('stock_balance').selectAll().execute();
	const holdings = await trx.selectFrom('stock_holding').selectAll().execute();
	const days = await trx.selectFrom('stock_day').selectAll().execute();
	return [
		...differing('stock_balance', balances, counted.balances, ['place', 'supply', 'batch', 'expiry']),
		...differing('stock_holding', holdings, counted.holdings, ['place', 'supply', 'stocked']),
		...differing('stock_day', days, counted.days, ['region', 'place', 'supply', 'act', 'day']),
		...(await differingRecords(trx))
	];
}

function differing<Row extends { readonly qty: number }>(
	table: string,
	kept: readonly Row[],
	counted: readonly Row[],
	key: readonly (keyof Row)[]
): StockFault[] {
	const nameOf = (row: Row) => [table, ...key.map((column) => String(row[column]))].join(' ');
	const found = new Map<string, { kept: number; counted: number }>();
	for (const row of kept) found.set(nameOf(row), { kept: Number(row.qty), counted: 0 });
	for (const row of counted) {
		const name = nameOf(row);
		found.set(name, { kept: found.get(name)?.kept ?? 0, counted: Number(row.qty) });
	}
	return [...found].flatMap(([name, pair]) => (pair.kept === pair.counted ? [] : [{ key: name, ...pair }]));
}

const PAGE = 1_000;

/** Every movement and handout against its lines. */
async function differingRecords(trx: Trx): Promise<StockFault[]> {
	const groups = new Map<string, Movement[]>();
	const silent: string[] = [];
	for (const kind of recordKinds as readonly unknown[] as readonly RecordKind[]) {
		if (!kind.moves) continue;
		for (let after = ''; ;) {
			const rows = await trx
				.selectFrom('record')
				.select(['id', 'schema', 'body', 'recorder', 'state'])
				.where('kind', '=', kind.kind)
				.where('id', '>', after)
				.orderBy('id')
				.limit(PAGE)
				.execute();
			for (const row of rows) {
				const body: unknown = JSON.parse(row.body);
				const movement = movementOf(kind, { row, body: upcastBody(kind, row.schema, body) ?? body });
				if (!movement) silent.push(row.id);
				else groups.set(groupOf(movement), [...(groups.get(groupOf(movement)) ?? []), movement]);
			}
			after = rows.at(-1)?.id ?? '';
			if (rows.length < PAGE) break;
		}
	}
	const faults: StockFault[] = [];
	const all = [...groups.keys(), ...silent];
	for (let from = 0; from < all.length; from += PAGE) {
		const part = all.slice(from, from + PAGE);
		const lines = await loadLines(trx, part);
		for (const group of part) {
			const standing = lines.get(group) ?? [];
			const own = standing.filter((line) => line.record_id === group).map(entryOf);
			const wanted = entriesOf(groups.get(group) ?? [], () => own).map(lineOf);
			const missing = missingLines(standing, wanted).length;
			if (missing > 0) faults.push({ key: `stock_entry ${group}`, kept: standing.length, counted: missing });
		}
	}
	const { rows } = await sql<{ n: number }>`select count(*) as n from stock_entry
		where not exists (select 1 from record where record.id = stock_entry.record_id)`.execute(trx);
	const stray = Number(rows[0]?.n ?? 0);
	return stray === 0 ? faults : [...faults, { key: 'stock_entry', kept: stray, counted: 0 }];
}
