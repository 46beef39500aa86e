/** What erasing a person from this phone would lose: records without a receipt, else photos that only this phone has. */
import { openDatabases, type Databases } from '#lib/storage/databases.ts';
import { countOutbox } from '#lib/storage/outbox.ts';
import type { PhonePorts } from './phone-ports.ts';

/** @param open the person's databases, where they are open */
export async function countUnsent(
	id: string,
	open: Databases | null,
	{ clock, indexedDB, page }: PhonePorts
): Promise<number> {
	const databases = open ?? (await openDatabases(id, { timer: clock, indexedDB, page }));
	try {
		const { waiting, attention, photosWaiting, photosRefused } = await databases.saves.run(countOutbox);
		return waiting + attention || photosWaiting + photosRefused;
	} finally {
		if (!open) databases.close();
	}
}
