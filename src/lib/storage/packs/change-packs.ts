/** What writing rows does to packs. Call inside a transaction over the packs' table. */
import type { Table } from 'dexie';
import { packWithout, type Layout, type PackRow } from './pack.ts';

/**
 * Takes rows out of packs and adds others: only rows that are in no other pack may be added.
 * @param packs all that hold a row of `ids`, and perhaps others
 * @returns keys of the added ones
 */
export async function changePacks<Row>(
	table: Table<PackRow, number>,
	packs: readonly PackRow[],
	ids: readonly string[],
	added: readonly PackRow[],
	layout: Layout<Row>
): Promise<readonly number[]> {
	const gone = new Set(ids);
	const left: PackRow[] = [];
	const empty: number[] = [];
	for (const pack of packs) {
		const rest = packWithout(pack, gone, layout);
		if (rest === null && pack.seq !== undefined) empty.push(pack.seq);
		else if (rest && rest !== pack) left.push(rest);
	}
	const writes: PromiseLike<unknown>[] = [];
	if (left.length > 0) writes.push(table.bulkPut(left));
	if (empty.length > 0) writes.push(table.bulkDelete(empty));
	const adding = added.length > 0 ? table.bulkAdd(added, { allKeys: true }) : [];
	await Promise.all([...writes, adding]);
	return adding;
}

/** In which pack each row of these stands; 0: in none of them. */
export function packsById(added: readonly PackRow[], seqs: readonly number[]): (id: string) => number {
	const packs = new Map(
		added.flatMap(({ ids }, at) => ids.split('\n').map((id): [string, number] => [id, seqs[at] ?? 0]))
	);
	return (id) => packs.get(id) ?? 0;
}
