/** A photo that a record named, with what it is known again by. Never taken back: a picture that was used once was used. */
export interface PhotoPrintTable {
	photo_id: string;
	record_id: string;
	sha256: string;
	/** `scene` or `sheet`. */
	use: string;
	/** Its prints as the record has them, in one text; '' where it has none. */
	print: string;
	/** Arrival of the operation that named it first. */
	named_at: string;
}

/** Numbers under which a picture that may be the same is found. */
export interface PhotoKeyTable {
	key: number;
	photo_id: string;
	record_id: string;
}

export interface PhotoTables {
	photo_print: PhotoPrintTable;
	photo_key: PhotoKeyTable;
}
