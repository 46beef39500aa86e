import type { IsoDate, Uuid } from '../ids.ts';

/**
 * Where goods may be: `store:<code>`, `team:<code>` or `person:<account id>`. What comes from outside and what is given out,
 * lost or scrapped has no place: `from` or `to` is null.
 */
export type Place = string;

/**
 * What happens to goods. `receive` into a store, `issue` from a store to a team or person, `transfer` between any two
 * (the receiver's part is a `confirm` of its own), `return` to a store, `loss`, `expired`, `count` (what was found; the
 * server makes the adjusting entry), `reversal` (takes a whole movement back), `give` (a handout, never recorded by itself).
 */
export const MOVEMENT_ACTS = [
	'receive',
	'issue',
	'transfer',
	'confirm',
	'return',
	'loss',
	'expired',
	'count',
	'reversal'
] as const;
export type MovementAct = (typeof MOVEMENT_ACTS)[number];
export type StockAct = MovementAct | 'give';

/** A quantity of one batch, in thousandths of the supply's unit. `batch` '' and `expiry` null where nobody knows. */
export interface StockLine {
	readonly supply: string;
	readonly batch: string;
	readonly expiry: IsoDate | null;
	readonly milli: number;
}

/** One record as the ledger sees it. Immutable, apart from a handout's, which follows its record. */
export interface Movement {
	readonly id: Uuid;
	readonly act: StockAct;
	readonly from: Place | null;
	readonly to: Place | null;
	readonly region: string;
	readonly date: IsoDate;
	/** The movement that a `confirm` or a `reversal` is about. */
	readonly about: Uuid | null;
	/** Of a `count`: what was found. */
	readonly lines: readonly StockLine[];
}

/** One line of the ledger: `milli` comes to `place` (or leaves it, below zero). */
export interface StockEntry extends StockLine {
	readonly place: Place;
	readonly act: StockAct;
	readonly region: string;
	readonly date: IsoDate;
}

/** The movement that it is part of: a transfer with its confirmations, anything with its reversals. */
export function groupOf({ id, about }: Movement): Uuid {
	return about ?? id;
}

export function milliOf(qty: number | null): number {
	return Math.round((qty ?? 0) * 1000);
}
