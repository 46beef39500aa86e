/** What the person's places have in hand, and transfers that were read from a giver's screen. */
import type { OpenTransfer, StockInHand } from '#lib/domain/stock/in-hand.ts';
import type { Databases } from '#lib/storage/databases.ts';

export interface FieldStock {
	/**
	 * Own unsent work laid over; calls back at once and after every change; returns how to stop.
	 * @param without record that is left out of it with all its effects: the one whose form is open
	 */
	watch(listener: (stock: StockInHand) => void, without?: string): () => void;
	/** A transfer as the text of a QR code; null: too much for one. */
	codeOf(transfer: OpenTransfer): Promise<string | null>;
	/** What such a text says; null: no such code. */
	readCode(text: string): Promise<OpenTransfer | null>;
	/** Keeps a transfer that came from a screen, as if the server had told it: it waits until it is confirmed. */
	keepScanned(transfer: OpenTransfer): Promise<void>;
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
		async codeOf(transfer) {
			const { writeTransferCode } = await import('#lib/protocol/transfer-code.ts');
			return writeTransferCode(transfer);
		},
		async readCode(text) {
			const { readTransferCode } = await import('#lib/protocol/transfer-code.ts');
			return readTransferCode(text);
		},
		async keepScanned(transfer) {
			const { keepScanned } = await import('#lib/storage/stock/keep-scanned.ts');
			await keepScanned(databases, transfer, today());
		}
	};
}
