import type { Table } from 'dexie';

/**
 * Deletes rows by their keys; where nothing else lies between the first and the last, as the range that they are, which
 * costs a fraction of deleting one by one. Call inside a transaction.
 */
export async function deleteMany<Row>(table: Table<Row, string>, keys: readonly string[]): Promise<void> {
	const sorted = [...new Set(keys)].sort();
	const between = table.where(':id').between(sorted[0], sorted.at(-1), true, true);
	const there = sorted.length > 1 ? await between.primaryKeys() : [];
	const isRange = there.length === sorted.length && there.every((key, at) => key === sorted[at]);
	if (isRange && there.length > 0) await between.delete();
	else await table.bulkDelete(sorted);
}
