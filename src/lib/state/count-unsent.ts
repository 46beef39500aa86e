/** What erasing a person from this phone would lose: records without a receipt, else photos that only this phone has. */
import { hasAll } from '#lib/storage/bring-back.ts';
import { openDatabases, type Databases } from '#lib/storage/databases.ts';
import { countOutbox, lastWaiting } from '#lib/storage/outbox.ts';
import type { PhotoStore } from '#lib/storage/photos/photo-store.ts';
import type { ReadBody } from '#lib/storage/record-row.ts';
import { readAnyBody } from './kinds.ts';
import type { PhonePorts } from './phone-ports.ts';

/**
 * @param open the person's databases, where they are open
 * @returns null where copies of unsent work cannot be read: then nobody can say
 */
export async function countUnsent(
	id: string,
	open: Databases | null,
	{ clock, indexedDB, page, rescueOf }: PhonePorts
): Promise<number | null> {
	const databases =
		open ?? (await openDatabases(id, { timer: clock, indexedDB, page, rescue: rescueOf?.(id) }));
	try {
		if (!(await hasAll(databases, readAnyBody))) return null;
		const { waiting, attention, photosWaiting, photosRefused } = await databases.saves.run(countOutbox);
		return waiting + attention || photosWaiting + photosRefused;
	} finally {
		if (!open) databases.close();
	}
}

/**
 * What a phone that was revoked may not have sent, asked when nothing waits any more, before all goes: 0 where nothing was left,
 * more where it was, or where copies of unsent work cannot be read.
 */
export async function neverSent(databases: Databases, read: ReadBody, photos: PhotoStore): Promise<number> {
	if (!(await hasAll(databases, () => Promise.resolve(read)))) return 1;
	return (await lastWaiting(databases)) + (await photos.unsent());
}
