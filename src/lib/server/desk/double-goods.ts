/** What a person was given in words, and what of it is together more than the reference amounts for a season. */
import { milliOf } from '#lib/domain/stock/movement.ts';
import type { Gift } from '#lib/domain/rosters/lease.ts';
import { nameOf } from '#lib/records/names.ts';
import { portionGiven, type PortionLine } from '#lib/records/receipt-portion.ts';
import { amountText, linesText } from '#lib/records/stock-words.ts';
import type { DeskContext } from './desk-context.ts';

export interface OverCap {
	readonly name: string;
	readonly amount: string;
	readonly cap: string;
}

const inMilli = (lines: readonly PortionLine[]) =>
	lines.map(({ supply, qty }) => ({ supply, milli: milliOf(qty) }));

export const givenText = ({ reference, locale }: DeskContext, gift: Gift): string =>
	linesText(reference, inMilli(portionGiven(gift, reference)), locale);

/** What a person was given with these, taken together, beyond the reference amounts for a season. */
export function overCaps(
	{ reference, locale }: DeskContext,
	evidence: readonly (Gift & { readonly withdrawn: boolean })[]
): OverCap[] {
	const sums = new Map<string, number>();
	const given = evidence.flatMap((one) => (one.withdrawn ? [] : inMilli(portionGiven(one, reference))));
	for (const { supply, milli } of given) sums.set(supply, (sums.get(supply) ?? 0) + milli);
	return [...sums].flatMap(([supply, milli]) => {
		const cap = reference.get('supply', supply)?.softCapPerSeason ?? null;
		if (cap === null || milli <= cap * 1_000) return [];
		const words = (amount: number) => amountText(reference, { supply, milli: amount }, locale);
		return [
			{ name: nameOf(reference, 'supply', supply, locale), amount: words(milli), cap: words(cap * 1_000) }
		];
	});
}
