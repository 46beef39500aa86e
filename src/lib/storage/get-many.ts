import type { Table } from 'dexie';

/** So few are asked for one by one. */
const FEW = 8;
/** A range of keys is read whole where it holds at most so many rows for each that is wanted. */
const DENSE = 2;

/**
 * `bulkGet` that asks once for keys that lie together, as those of records saved or sent one after the other do: one
 * request a key is most of what applying a page costs. Call inside a transaction.
 */
export async function getMany<Row>(
	table: Table<Row, string>,
	keys: readonly string[],
	keyOf: (row: Row) => string
): Promise<(Row | undefined)[]> {
	if (keys.length <= FEW) return table.bulkGet([...keys]);
	const sorted = [...keys].sort();
	const between = table.where(':id').between(sorted[0], sorted.at(-1), true, true);
	const most = DENSE * keys.length;
	const rows = await between.limit(most + 1).toArray();
	if (rows.length > most) return table.bulkGet([...keys]);
	const byKey = new Map(rows.map((row) => [keyOf(row), row]));
	return keys.map((key) => byKey.get(key));
}
