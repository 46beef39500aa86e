import { balanceKey, type Balance } from './fold-stock.ts';
import type { Movement, StockEntry } from './movement.ts';

/**
 * The adjusting entries of a count: what was found less what the ledger says. A supply that was counted was counted whole: a
 * batch of it that nobody found is at nothing.
 * @param standing balances of the counted place
 */
export function countDifference(count: Movement, standing: Iterable<Balance>): StockEntry[] {
	const { from: place, act, region, date } = count;
	if (place === null) return [];
	const counted = new Set(count.lines.map((line) => line.supply));
	const sums = new Map<string, Balance>();
	const add = (line: Balance) => {
		const key = balanceKey(line);
		sums.set(key, { ...line, milli: (sums.get(key)?.milli ?? 0) + line.milli });
	};
	for (const line of count.lines) add({ ...line, place });
	for (const one of standing) {
		if (one.place === place && counted.has(one.supply)) add({ ...one, milli: -one.milli });
	}
	return [...sums.values()]
		.filter(({ milli }) => milli !== 0)
		.map((line) => ({ ...line, act, region, date }));
}
