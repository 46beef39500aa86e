/**
 * When bytes may leave a phone: only when the server has confirmed both, the whole file and the record that names it, since
 * it was last put back from a backup. They stay 30 days after that, as long as accepted work does, so that a server that
 * lost a day gets its photos again together with their records; before that only where a new photo finds no room.
 */
import type { Databases } from '../databases.ts';
import { getMeta } from '../meta.ts';

export const KEPT_DAYS = 30;
const DAY = 86_400_000;

/**
 * @param serverNow the server's clock, Unix milliseconds: gives up what it confirmed more than 30 days ago; null: there is
 * no room, all that it confirmed
 * @returns number of photos whose bytes went
 */
export async function freeConfirmedBytes(databases: Databases, serverNow: number | null): Promise<number> {
	if (databases.readOnly || (serverNow !== null && !Number.isFinite(serverNow))) return 0;
	const before = serverNow === null ? null : new Date(serverNow - KEPT_DAYS * DAY).toISOString();
	return databases.pulls.run((database) =>
		database.transaction(
			'rw',
			[database.attachments, database.attachmentBytes, database.meta, database.outbox],
			async () => {
				const epoch = (await getMeta(database, 'server'))?.epoch ?? 0;
				const sent = await database.attachments.where('state').equals('sent').toArray();
				let freed = 0;
				for (const row of sent) {
					const { confirmed, recordId } = row;
					if (!row.hasBytes || !confirmed || confirmed.epoch < epoch) continue;
					if (before !== null && confirmed.at >= before) continue;
					// Work on its record that waits may be what a restored server has to hear again.
					if (recordId && (await database.outbox.where('recordId').equals(recordId).count()) > 0) continue;
					await database.attachments.put({ ...row, hasBytes: false });
					await database.attachmentBytes.delete(row.id);
					freed++;
				}
				return freed;
			}
		)
	);
}
