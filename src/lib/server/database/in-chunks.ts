/** The list in pieces of at most `size`: a statement takes some 30,000 parameters at most. */
export function inChunks<T>(list: readonly T[], size: number): T[][] {
	const chunks: T[][] = [];
	for (let from = 0; from < list.length; from += size) chunks.push(list.slice(from, from + size));
	return chunks;
}
