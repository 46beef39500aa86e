/** Which of several files of unsent work one is, and which of those before it are still to come. */
import { z } from 'zod';
import type { CounterRange, UnsentPart } from '#lib/protocol/unsent-file.ts';
import type { Sql } from '#lib/server/database/schema.ts';

const counter = z.number().int().min(0);

export const unsentPart: z.ZodType<UnsentPart> = z.object({
	n: z.number().int().min(1),
	of: z.number().int().min(1),
	earlier: z.array(z.array(z.tuple([counter, counter])))
});

/** How many of `sorted` are below. */
function countBelow(sorted: readonly number[], limit: number): number {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sorted[middle] ?? 0) < limit) low = middle + 1;
		else high = middle;
	}
	return low;
}

/**
 * Numbers of the earlier files of which an operation is not in custody, by whichever road it might have come: what stands in
 * this one may build on it. Empty for a file that stands alone.
 */
export async function missingParts(
	sql: Sql,
	deviceId: string,
	part: UnsentPart | undefined
): Promise<readonly number[]> {
	const ranges = part?.earlier.flat() ?? [];
	if (!part || ranges.length === 0) return [];
	// One by one: a file may name more than a call takes arguments.
	const first = ranges.reduce((least, [from]) => Math.min(least, from), Infinity);
	const last = ranges.reduce((most, [, to]) => Math.max(most, to), 0);
	const rows = await sql
		.selectFrom('operation')
		.select('n')
		.distinct()
		.where('device_id', '=', deviceId)
		.where('n', '>=', first)
		.where('n', '<=', last)
		.orderBy('n')
		.execute();
	const there = rows.map(({ n }) => Number(n));
	const isThere = ([from, to]: CounterRange) =>
		countBelow(there, to + 1) - countBelow(there, from) === to - from + 1;
	return part.earlier.flatMap((ofOne, at) => (ofOne.every(isThere) ? [] : [at + 1]));
}
