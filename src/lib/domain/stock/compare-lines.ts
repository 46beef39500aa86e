import type { StockLine } from './movement.ts';

/** What of each supply came beyond what was sent (above zero) or is missing (below), in thousandths; what agrees is left out. */
export function compareLines(
	sent: readonly Pick<StockLine, 'supply' | 'milli'>[],
	got: readonly Pick<StockLine, 'supply' | 'milli'>[]
): { readonly supply: string; readonly milli: number }[] {
	const sums = new Map<string, number>();
	for (const { supply, milli } of sent) sums.set(supply, (sums.get(supply) ?? 0) - milli);
	for (const { supply, milli } of got) sums.set(supply, (sums.get(supply) ?? 0) + milli);
	return [...sums].filter(([, milli]) => milli !== 0).map(([supply, milli]) => ({ supply, milli }));
}
