import { addDays } from '#lib/domain/calendar.ts';
import { OPEN_TRANSFER, type OpenTransferView } from '#lib/protocol/stock-view.ts';
import { stockScope } from '#lib/domain/stock/place.ts';
import type { Databases } from '../databases.ts';
import { startSweep } from '../start-sweep.ts';
import { SCANNED } from './scanned.ts';

/** A transfer of which the server has not told by then was confirmed elsewhere, or taken back. */
const KEPT_DAYS = 7;

/**
 * Keeps a transfer that was read from its giver's screen, durably: nothing else on this phone knows of it yet. Its receiver's
 * scope is pulled anew: that the transfer is over the server may have told before, when there was nothing here to take away.
 */
export async function keepScanned(
	databases: Databases,
	transfer: OpenTransferView,
	today: string
): Promise<void> {
	await databases.saves.run((database) =>
		database.transaction('rw', database.stock, database.cursors, async () => {
			const oldest = addDays(today, -KEPT_DAYS);
			await database.stock
				.filter(({ scope, body }) => scope === SCANNED && (body as OpenTransferView).date < oldest)
				.delete();
			const { id, to } = transfer;
			await database.stock.put({ scope: SCANNED, kind: OPEN_TRANSFER, id, rev: 0, mark: 0, body: transfer });
			const cursor = to === null ? undefined : await database.cursors.get(stockScope(to));
			if (cursor) await database.cursors.put(startSweep(cursor.scope, cursor.gen, cursor));
		})
	);
}
