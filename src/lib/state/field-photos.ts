/** Photos for the screens: taken into a form, shown, and how far they have been sent. Loaded when the first screen stands. */
import type { Photo } from '#lib/domain/photo.ts';
import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import { UPLOADS_PATH } from '#lib/protocol/upload.ts';
import { watch, type Databases } from '#lib/storage/databases.ts';
import { draftKey } from '#lib/storage/drafts.ts';
import { getMeta, setMeta, type MetaValues } from '#lib/storage/meta.ts';
import { addDraftPhoto, draftPhotosOf, dropDraftPhoto } from '#lib/storage/photos/draft-photos.ts';
import type { PhotoRow } from '#lib/storage/photos/photo-row.ts';
import type { FoundPicture } from '#lib/domain/found-picture.ts';
import { countPhotos, type PhotoCounts } from '#lib/storage/photos/photo-store.ts';
import { bytesOf, readPhotosOf } from '#lib/storage/photos/photos-of.ts';
import { asTheyStand } from '#lib/storage/photos/unconfirmed.ts';

export type { PhotoRow } from '#lib/storage/photos/photo-row.ts';
export type { PhotoCounts } from '#lib/storage/photos/photo-store.ts';

/** HTTP 410: the server had the file and has lost it. */
const GONE = 410;

export interface FieldPhotos {
	/** Keeps a photo of a form; durable when it resolves. @throws StorageFailure `quota`, `lost` */
	add(kind: string, recordId: string, photo: Photo, bytes: ArrayBuffer): Promise<void>;
	/** Takes a photo out of a form that is not saved; of a saved record nothing is lost by it. */
	drop(id: string): Promise<void>;
	/** Photos taken for a form, also those its draft does not name because the page was killed, or because they are lost. */
	ofDraft(kind: string, recordId: string): Promise<readonly PhotoRow[]>;
	/** Photos of a saved record that this phone took; at once and after every change. */
	watch(recordId: string, listener: (rows: readonly PhotoRow[]) => void): () => void;
	/** How many photos of all saved records were sent. */
	watchCounts(listener: (counts: PhotoCounts & { readonly heldBack: boolean }) => void): () => void;
	/** Photos are sent over Wi-Fi only, or not at all for now where the browser cannot tell. */
	holdBack(isHeldBack: boolean): Promise<void>;
	/** The photo notice as this phone's person accepted it (R33); null: not yet. */
	notice(): Promise<MetaValues['photoNotice'] | null>;
	acceptNotice(accepted: MetaValues['photoNotice']): Promise<void>;
	/** Its picture from this phone, else from the server; null where there is no network or the server does not have it yet. */
	open(photo: Pick<Photo, 'id' | 'mime'>): Promise<FoundPicture>;
}

export interface FieldPhotosPorts {
	readonly databases: Databases;
	readonly account: string;
	readonly fetch: typeof fetch;
	/** What waits may go now. */
	readonly sendNow: () => void;
}

export function createFieldPhotos({ databases, account, fetch, sendNow }: FieldPhotosPorts): FieldPhotos {
	return {
		add: (kind, recordId, photo, bytes) => addDraftPhoto(databases, draftKey(kind, recordId), photo, bytes),
		drop: (id) => dropDraftPhoto(databases, id),
		ofDraft: (kind, recordId) => draftPhotosOf(databases, draftKey(kind, recordId)),
		watch: (recordId, listener) => watch(databases, (database) => readPhotosOf(database, recordId), listener),
		watchCounts: (listener) =>
			watch(
				databases,
				async (database) => ({
					...countPhotos(await asTheyStand(database, await database.attachments.toArray())),
					heldBack: (await getMeta(database, 'photosHeldBack')) ?? false
				}),
				listener
			),
		async holdBack(isHeldBack) {
			await databases.saves.run((database) => setMeta(database, 'photosHeldBack', isHeldBack));
			if (!isHeldBack) sendNow();
		},
		notice: async () => (await databases.saves.run((database) => getMeta(database, 'photoNotice'))) ?? null,
		acceptNotice: (accepted) => databases.saves.run((database) => setMeta(database, 'photoNotice', accepted)),
		async open({ id, mime }) {
			const own = await bytesOf(databases, id);
			if (own) return new Blob([own], { type: mime });
			try {
				const response = await fetch(`${UPLOADS_PATH}/${id}`, {
					headers: { [ACCOUNT_HEADER]: account },
					credentials: 'same-origin'
				});
				if (response.status === GONE && response.headers.get('content-type')?.includes('json')) return 'lost';
				const type = response.headers.get('content-type');
				return response.ok && type === mime ? await response.blob() : null;
			} catch {
				return null;
			}
		}
	};
}
