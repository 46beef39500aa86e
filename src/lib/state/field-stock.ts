/** What the person's places have in hand, and transfers that were read from a giver's screen. */
import type { OpenTransferView } from '#lib/protocol/stock-view.ts';
import type { Databases } from '#lib/storage/databases.ts';
import type { StockInHand } from '#lib/storage/stock/read-stock.ts';

export type { OpenTransferView } from '#lib/protocol/stock-view.ts';
export type { StockInHand } from '#lib/storage/stock/read-stock.ts';

export interface FieldStock {
	/**
	 * Own unsent work laid over; calls back at once and after every change; returns how to stop.
	 * @param without record that is left out of it with all its effects: the one whose form is open
	 */
	watch(listener: (stock: StockInHand) => void, without?: string): () => void;
	/** Keeps a transfer that came from a screen, as if the server had told it: it waits until it is confirmed. */
	keepScanned(transfer: OpenTransferView): Promise<void>;
}

/** Its code is loaded when it is first asked. */
export function createFieldStock(databases: Databases, today: () => string): FieldStock {
	return {
		watch(listener, without) {
			// Without its code (no network, nothing cached) there is no list, and forms work on without it.
			const opening = import('./stock-in-hand.ts')
				.then(({ watchInHand }) => watchInHand(databases, listener, without))
				.catch(() => () => {});
			return () => void opening.then((stop) => stop());
		},
		async keepScanned(transfer) {
			const { keepScanned } = await import('#lib/storage/stock/keep-scanned.ts');
			await keepScanned(databases, transfer, today());
		}
	};
}
