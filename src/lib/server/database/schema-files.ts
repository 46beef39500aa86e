/** Tables of photos and their files. */
import type { PhotoTables } from './schema-photos.ts';

/** A photo that an accepted operation names. */
export interface AttachmentTable {
	id: string;
	record_id: string;
	/** Whose operation named it: only this account's file is its file. */
	account_id: string;
	sha256: string;
	bytes: number;
	mime: string;
	/** `scene` or `sheet`. */
	use: string;
	named_at: string;
	/** Since when the record names it no more; null while it does. */
	left_at: string | null;
}

/** A file that an account sends, or has sent. */
export interface UploadTable {
	id: string;
	account_id: string;
	device_id: string;
	sha256: string;
	bytes: number;
	mime: string;
	begun_at: string;
	/** When the whole was verified and kept; null before. */
	whole_at: string | null;
	/** When the store was first found to be without it; null while it is there, as far as is known. */
	missing_at: string | null;
}

export interface FileTables extends PhotoTables {
	attachment: AttachmentTable;
	upload: UploadTable;
}
