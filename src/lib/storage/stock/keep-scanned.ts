import { addDays } from '#lib/domain/calendar.ts';
import { OPEN_TRANSFER, type OpenTransferView } from '#lib/protocol/stock-view.ts';
import type { Databases } from '../databases.ts';
import { SCANNED } from './scanned.ts';

/** A transfer of which the server has not told by then was confirmed elsewhere, or taken back. */
const KEPT_DAYS = 7;

/** Keeps a transfer that was read from its giver's screen, durably: nothing else on this phone knows of it yet. */
export async function keepScanned(
	databases: Databases,
	transfer: OpenTransferView,
	today: string
): Promise<void> {
	await databases.saves.run((database) =>
		database.transaction('rw', database.stock, async () => {
			const oldest = addDays(today, -KEPT_DAYS);
			await database.stock
				.filter(({ scope, body }) => scope === SCANNED && (body as OpenTransferView).date < oldest)
				.delete();
			const { id } = transfer;
			await database.stock.put({ scope: SCANNED, kind: OPEN_TRANSFER, id, rev: 0, mark: 0, body: transfer });
		})
	);
}
