import type { Pictured } from './same-picture.ts';
import { roughLikeness, sheetBits } from './sheet-bits.ts';

/** So many pictures are compared by what takes time. */
const COMPARED = 40;
/** Of thousands of sheets the original was the most alike; so many are compared to be sure. */
const SHEETS_COMPARED = 20;

/**
 * Of pictures that may be the same as one, those that are worth the comparison of `same-picture.ts`: the first of the list; where
 * both have a sheet's finer print, those that are roughly most alike, wherever they stand.
 * @param found in the order in which they are likely to be the same
 */
export function worthComparing<One extends { readonly picture: Pictured | null }>(
	found: readonly One[],
	{ print: { sheet } }: Pictured
): One[] {
	if (!sheet || found.length <= COMPARED) return found.slice(0, COMPARED);
	const own = sheetBits(sheet);
	const rough: { readonly one: One; readonly like: number }[] = [];
	const others: One[] = [];
	for (const one of found) {
		const other = one.picture?.print.sheet;
		if (other) rough.push({ one, like: roughLikeness(sheetBits(other), own) });
		else others.push(one);
	}
	rough.sort((a, b) => b.like - a.like);
	return [...rough.slice(0, SHEETS_COMPARED).map(({ one }) => one), ...others.slice(0, COMPARED)];
}
