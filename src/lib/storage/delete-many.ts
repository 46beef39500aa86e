import type { Table } from 'dexie';

/** So few are deleted one by one. */
const FEW = 8;

/**
 * Deletes rows by their keys; where nothing else lies between the first and the last, as the range that they are, which
 * costs a fraction of deleting one by one. Call inside a transaction.
 * @param among all keys there are between the first and the last, and perhaps others, where the caller has read them
 */
export async function deleteMany<Row>(
	table: Table<Row, string>,
	keys: readonly string[],
	among?: ReadonlySet<string>
): Promise<void> {
	const wanted = new Set(keys);
	if (wanted.size <= FEW) return table.bulkDelete([...wanted]);
	const sorted = [...wanted].sort();
	const between = table.where(':id').between(sorted[0], sorted.at(-1), true, true);
	const there = among ? [...among] : await between.primaryKeys();
	const meant = there.filter((key) => wanted.has(key));
	if (meant.length === 0) return;
	if (meant.length === there.length) await between.delete();
	else await table.bulkDelete(meant);
}
