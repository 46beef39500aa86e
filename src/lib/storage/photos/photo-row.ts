/** What a phone keeps of a photo: a small row, and apart from it, read only when it is shown or sent, the bytes. */
import type { Photo } from '#lib/domain/photo.ts';

/**
 * `draft`: of a form that is not saved yet. `waits`: of a saved record, not confirmed by the server. `sent`: the server has
 * the whole file and the record that names it. `refused`: the server does not take it; the bytes stay.
 */
export type PhotoState = 'draft' | 'waits' | 'sent' | 'refused';

/** Why a photo was not sent at the last try; `damaged`: the bytes on this phone are not those of the photo. */
export type PhotoTrouble = 'net' | 'busy' | 'server' | 'refused' | 'damaged' | 'too-big';

export interface PhotoRow {
	readonly id: string;
	readonly photo: Photo;
	/** Record that names it; null while it is a draft's. */
	readonly recordId: string | null;
	/** Key of its draft (`<kind>:<recordId>`); null once it was saved. */
	readonly draft: string | null;
	readonly state: PhotoState;
	/** Bytes that the server last said to have. */
	readonly offset: number;
	/** Address at which the upload goes on; null before it began. */
	readonly uploadUrl: string | null;
	readonly tries: number;
	readonly trouble: PhotoTrouble | null;
	/** When the server confirmed it, by its clock, and in which epoch: a server put back from a backup is asked again. */
	readonly confirmed: { readonly at: string; readonly epoch: number } | null;
	/** False once the bytes were given up: the server has them. */
	readonly hasBytes: boolean;
}

export interface PhotoBytesRow {
	readonly id: string;
	readonly bytes: ArrayBuffer;
}
