/** What came to a place and left it in a month, in the columns of the ledger register. */

/** Thousandths by column. */
export interface StockFlow {
	opening: number;
	in: number;
	issue: number;
	give: number;
	back: number;
	loss: number;
	expired: number;
	/** What counts found more (or less) than the ledger said. */
	diff: number;
}

export const emptyFlow = (): StockFlow => ({
	...{ opening: 0, in: 0, issue: 0, give: 0, back: 0, loss: 0, expired: 0, diff: 0 }
});

/** True for a store: goods are issued from it; to a team or person they are issued. */
export const isStore = (place: string): boolean => place.startsWith('store:');

/**
 * Adds what an act did at a place. Transfers are issues of who gives and receipts of who takes: a store takes them in, into
 * hands they are issued.
 * @param milli came to the place; below zero left it
 */
export function addFlow(flow: StockFlow, place: string, act: string, milli: number): void {
	switch (act) {
		case 'receive':
			flow.in += milli;
			return;
		case 'issue':
		case 'transfer':
			flow.issue += isStore(place) ? -milli : milli;
			return;
		case 'confirm':
			if (isStore(place)) flow.in += milli;
			else flow.issue += milli;
			return;
		case 'return':
			flow.back += isStore(place) ? milli : -milli;
			return;
		case 'give':
			flow.give -= milli;
			return;
		case 'loss':
			flow.loss -= milli;
			return;
		case 'expired':
			flow.expired -= milli;
			return;
		default:
			flow.diff += milli;
	}
}

/**
 * The balance at the end, by the formula of the form: of a store opening + receipts - issues + returns - scrapped, of who holds
 * goods opening + issues - handed out - returned - losses; both with what counts found.
 */
export function closingOf(flow: StockFlow, place: string): number {
	const { opening, in: came, issue, give, back, loss, expired, diff } = flow;
	const own = isStore(place) ? came - issue + back : came + issue - back;
	return opening + own - give - loss - expired + diff;
}
