/**
 * The other persons of this phone: what waits of theirs is sent as well, text and photos, each under its own session. Whoever
 * has been looked at and has nothing left is not opened again: only in an app of their own does more come about, and that sends it.
 */
import { openDatabases, type Databases, type OpenOptions } from '#lib/storage/databases.ts';
import { createPhotoStore } from '#lib/storage/photos/photo-store.ts';
import type { PhoneStore } from '#lib/storage/phone-store.ts';
import type { ReadBody } from '#lib/storage/record-row.ts';
import { createSyncStore } from '#lib/storage/sync-store.ts';
import type { OtherPhotos } from '#lib/sync/attachments/lane-ports.ts';
import type { OtherOutbox } from '#lib/sync/ports.ts';

interface Other extends Omit<OtherOutbox, 'store'> {
	readonly databases: Databases;
}

export interface OtherPersons {
	outboxes(): Promise<readonly OtherOutbox[]>;
	photos(): Promise<readonly OtherPhotos[]>;
}

export function otherPersons(
	store: PhoneStore,
	open: string,
	read: ReadBody,
	options: OpenOptions
): OtherPersons {
	/** @param isEmpty whether nothing is left, asked before it is closed */
	async function opened(
		done: Set<string>,
		isEmpty: (databases: Databases) => Promise<boolean>
	): Promise<Other[]> {
		const found: Other[] = [];
		for (const { id, deviceId, signedIn, sessionTrouble } of await store.list()) {
			if (id === open || done.has(id) || !signedIn || sessionTrouble) continue;
			// A database that cannot be opened now is tried again the next time.
			const databases = await openDatabases(id, options).catch(() => null);
			if (!databases || databases.readOnly) {
				databases?.close();
				continue;
			}
			found.push({
				databases,
				identity: { accountId: id, deviceId },
				close: () =>
					void isEmpty(databases)
						.then((empty) => empty && done.add(id))
						.catch(() => undefined)
						.finally(() => databases.close()),
				onTrouble: async (trouble) => void (await store.update(id, { sessionTrouble: trouble }))
			});
		}
		return found;
	}

	const sent = { text: new Set<string>(), photos: new Set<string>() };
	return {
		async outboxes() {
			const others = await opened(sent.text, async (databases) => {
				const { waiting } = await createSyncStore(databases, read).counts();
				await store.update(databases.person, { waiting });
				return waiting === 0;
			});
			return others.map((other) => ({ ...other, store: createSyncStore(other.databases, read) }));
		},
		async photos() {
			const others = await opened(
				sent.photos,
				async (databases) => (await createPhotoStore(databases).waiting()) === 0
			);
			return others.map((other) => ({ ...other, store: createPhotoStore(other.databases) }));
		}
	};
}
