/** Tables of the stock (see schema.ts for the conventions). Quantities are thousandths, an unknown expiry is ''. */

/** The ledger: append-only. One line of what a record did at one place, or what a later revision or record took back of it. */
export interface StockEntryTable {
	/** The movement or handout it belongs to, and the line's number there. */
	group_id: string;
	seq: number;
	/** The record and revision that brought it about. */
	record_id: string;
	rev: number;
	place: string;
	supply: string;
	batch: string;
	expiry: string;
	act: string;
	region: string;
	day: string;
	/** What came to the place; below zero what left it. */
	qty: number;
	at: string;
}

/** Running sums of the ledger by batch. */
export interface StockBalanceTable {
	place: string;
	supply: string;
	batch: string;
	expiry: string;
	qty: number;
}

/** Running sums by place and supply: what a phone is told of. `stocked`: goods were brought there, or counted. */
export interface StockHoldingTable {
	place: string;
	supply: string;
	qty: number;
	stocked: 0 | 1;
	rev: number;
}

/** Running sums by day and act, for the ledger register. */
export interface StockDayTable {
	region: string;
	place: string;
	supply: string;
	act: string;
	day: string;
	qty: number;
}

/** In which regions a place has had goods. */
export interface StockPlaceTable {
	place: string;
	region: string;
}

/** A movement: locked while its entries are written. `open`: a transfer that nobody has confirmed. */
export interface StockGroupTable {
	/** The movement, or a place (`store:S1`), locked while a count of it is measured. */
	id: string;
	place_from: string | null;
	place_to: string | null;
	open: 0 | 1;
	rev: number;
}

export interface StockTables {
	stock_entry: StockEntryTable;
	stock_balance: StockBalanceTable;
	stock_holding: StockHoldingTable;
	stock_day: StockDayTable;
	stock_place: StockPlaceTable;
	stock_group: StockGroupTable;
}
