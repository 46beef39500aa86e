import type { StockEntry } from '#lib/domain/stock/movement.ts';
import type { StockEntryTable, Trx } from '#lib/server/database/schema.ts';
import { listed } from '#lib/server/database/listed.ts';

type Line = Pick<StockEntryTable, 'place' | 'supply' | 'batch' | 'expiry' | 'act' | 'region' | 'day' | 'qty'>;

export function lineOf({ place, supply, batch, expiry, act, region, date, milli }: StockEntry): Line {
	return { place, supply, batch, expiry: expiry ?? '', act, region, day: date, qty: milli };
}

export function entryOf(line: Line): StockEntry {
	const { place, supply, batch, expiry, act, region, day, qty } = line;
	const milli = Number(qty);
	return {
		...{ place, supply, batch, expiry: expiry || null, region, date: day, milli },
		act: act as StockEntry['act']
	};
}

/** What the ledger must still say: lines that lead from those that stand to those that should. Usually none stand. */
export function missingLines(standing: readonly Line[], wanted: readonly Line[]): Line[] {
	const sums = new Map<string, Line>();
	const add = (line: Line, sign: 1 | -1) => {
		const { place, supply, batch, expiry, act, region, day } = line;
		const key = [place, supply, batch, expiry, act, region, day].join('\n');
		sums.set(key, { ...line, qty: (sums.get(key)?.qty ?? 0) + sign * Number(line.qty) });
	};
	for (const line of wanted) add(line, 1);
	for (const line of standing) add(line, -1);
	return [...sums.values()].filter(({ qty }) => qty !== 0);
}

/** The lines of these groups, by group. */
export async function loadLines(
	trx: Trx,
	groups: readonly string[]
): Promise<Map<string, StockEntryTable[]>> {
	const found = new Map<string, StockEntryTable[]>();
	if (groups.length === 0) return found;
	const rows = await trx
		.selectFrom('stock_entry')
		.selectAll()
		.where('group_id', 'in', listed(trx, groups))
		.orderBy('group_id')
		.orderBy('seq')
		.execute();
	for (const row of rows) found.set(row.group_id, [...(found.get(row.group_id) ?? []), row]);
	return found;
}
