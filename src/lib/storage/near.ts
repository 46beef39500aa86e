import type { Collection, IndexableType, WhereClause } from 'dexie';

/** So few are asked for one by one. */
const FEW = 8;
/** A range of keys is read whole where it holds at most so many for each that is wanted. */
const DENSE = 4;

/**
 * What an index has of these keys, and perhaps of others between them: what was written together lies together, and is read with
 * one request. Call inside a transaction.
 * @param keys strings, or lists that differ in their last part alone
 * @param take what is read of a part of the index
 */
export async function near<Row, Key, Found>(
	where: () => WhereClause<Row, Key>,
	keys: readonly IndexableType[],
	take: (part: Collection<Row, Key>) => PromiseLike<Found[]>
): Promise<Found[]> {
	const oneByOne = async () => (await Promise.all(keys.map((key) => take(where().equals(key))))).flat();
	if (keys.length <= FEW) return oneByOne();
	const sorted = [...keys].sort();
	const between = where().between(sorted[0], sorted.at(-1), true, true);
	const count = await between.count();
	if (count === 0) return [];
	return count > DENSE * keys.length ? oneByOne() : take(between);
}
