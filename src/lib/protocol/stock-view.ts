import type { StockLine } from '#lib/domain/stock/movement.ts';

/** Kinds of feed rows that are no records: what a place has of a supply, and a transfer that waits for its receiver. */
export const STOCK = 'stock';
export const OPEN_TRANSFER = 'stock-open';

/** Body of a `stock` row, in thousandths. Batches at nothing are left out. */
export interface StockView {
	readonly place: string;
	readonly supply: string;
	readonly milli: number;
	/** Goods were brought here, or counted: below zero is then a fault. */
	readonly stocked: boolean;
	readonly batches: readonly Omit<StockLine, 'supply'>[];
}

/** Body of a `stock-open` row. */
export type { OpenTransfer as OpenTransferView } from '#lib/domain/stock/in-hand.ts';

export const isStockRow = (kind: string): boolean => kind === STOCK || kind === OPEN_TRANSFER;
