/** Photos of a form that is being filled in: on the phone from the moment they are taken, whatever becomes of the page. */
import type { Photo } from '#lib/domain/photo.ts';
import type { Databases } from '../databases.ts';
import { isQuota, StorageFailure } from '../failure.ts';
import { freeConfirmedBytes } from './free-bytes.ts';
import type { PhotoRow } from './photo-row.ts';

function draftRow(draft: string, photo: Photo): PhotoRow {
	return {
		...{ id: photo.id, photo, recordId: null, draft, state: 'draft', offset: 0, uploadUrl: null },
		...{ tries: 0, trouble: null, confirmed: null, hasBytes: true }
	};
}

/**
 * Keeps a photo of the form `draft` (`draftKey`), durable when it resolves. Where there is no room, photos that the server
 * has give up theirs; the reserve does not, it is for texts.
 * @throws StorageFailure `quota`, `lost`; RangeError when `bytes` is not as long as the photo says
 */
export async function addDraftPhoto(
	databases: Databases,
	draft: string,
	photo: Photo,
	bytes: ArrayBuffer
): Promise<void> {
	if (databases.readOnly) throw new StorageFailure('read-only');
	if (bytes.byteLength !== photo.bytes) throw new RangeError('photo: the bytes are not those of the photo');
	const write = () =>
		databases.saves.run((database) =>
			database.transaction('rw', [database.attachments, database.attachmentBytes], async () => {
				await database.attachments.put(draftRow(draft, photo));
				await database.attachmentBytes.put({ id: photo.id, bytes });
			})
		);
	try {
		await write();
	} catch (error) {
		if (!isQuota(error)) throw error;
		await freeConfirmedBytes(databases, null);
		try {
			await write();
		} catch (second) {
			throw isQuota(second) ? new StorageFailure('quota', second) : second;
		}
	}
}

/** Takes a photo out of its form for good. One of a saved record stays: an earlier save names it. */
export async function dropDraftPhoto(databases: Databases, id: string): Promise<void> {
	await databases.saves.run((database) =>
		database.transaction('rw', [database.attachments, database.attachmentBytes], async () => {
			const row = await database.attachments.get(id);
			if (row?.state !== 'draft') return;
			await database.attachments.delete(id);
			await database.attachmentBytes.delete(id);
		})
	);
}

/** Photos of a form, in the order in which they were taken: also those that its draft does not name yet, or not any more. */
export async function draftPhotosOf(databases: Databases, draft: string): Promise<readonly PhotoRow[]> {
	return databases.saves.run((database) => database.attachments.where('draft').equals(draft).sortBy('id'));
}
