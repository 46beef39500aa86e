import { ledgerOf, type Adjustments } from './entries-of.ts';
import type { Movement, Place, StockEntry, StockLine } from './movement.ts';

/** What is left of one batch at one place, in thousandths of the supply's unit. */
export interface Balance extends StockLine {
	readonly place: Place;
}

/** Balances of these movements, whatever their order and however often each is among them. What is at zero is left out. */
export function foldStock(movements: Iterable<Movement>, adjustments?: Adjustments): Map<string, Balance> {
	return addUp(ledgerOf(movements, adjustments));
}

/** Sums of entries by place, supply, batch and expiry. */
export function addUp(entries: Iterable<StockEntry>): Map<string, Balance> {
	const balances = new Map<string, Balance>();
	for (const { place, supply, batch, expiry, milli } of entries) {
		const key = balanceKey({ place, supply, batch, expiry });
		balances.set(key, {
			place,
			supply,
			batch,
			expiry,
			milli: (balances.get(key)?.milli ?? 0) + milli
		});
	}
	for (const [key, { milli }] of balances) if (milli === 0) balances.delete(key);
	return balances;
}

export function balanceKey({ place, supply, batch, expiry }: Omit<Balance, 'milli'>): string {
	return JSON.stringify([place, supply, batch, expiry]);
}
