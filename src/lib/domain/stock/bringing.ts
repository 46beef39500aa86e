import type { StockEntry } from './movement.ts';

/** Acts by which goods come to a place and make it one that is asked whether it has enough. */
const BRINGING: ReadonlySet<string> = new Set(['receive', 'issue', 'transfer', 'confirm', 'return']);

/** True for an entry by which the place becomes one that stock is kept at: below zero is a fault there from now on. */
export const isBringing = ({ act, milli }: Pick<StockEntry, 'act' | 'milli'>): boolean =>
	act === 'count' || (BRINGING.has(act) && milli > 0);
