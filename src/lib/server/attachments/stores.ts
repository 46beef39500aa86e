/** Where files lie: begun ones as they grow, whole ones under their SHA-256. Both outside the database. */

/** One begun file that is being written to by one request. */
export interface PartWriter {
	/** Bytes that are there. */
	readonly size: number;
	write(bytes: Uint8Array): Promise<void>;
	close(): Promise<void>;
}

export interface PartStore {
	/** Bytes of a begun file; 0 where there is none. */
	size(key: string): Promise<number>;
	open(key: string): Promise<PartWriter>;
	read(key: string): Promise<Uint8Array<ArrayBuffer>>;
	drop(key: string): Promise<void>;
	/** Gives up files that nothing was added to since `before`: their phone begins anew. @returns how many */
	sweep(before: Date): Promise<number>;
}

/** The same content is kept once, whoever sends it. */
export interface FileStore {
	has(sha256: string): Promise<boolean>;
	/** Durable when it resolves. Putting again what is there changes nothing. */
	put(sha256: string, bytes: Uint8Array<ArrayBuffer>, mime: string): Promise<void>;
	/** Null where there is none. */
	get(sha256: string): Promise<Uint8Array<ArrayBuffer> | null>;
	/** Deletes a file; one that is not there is none. */
	drop(sha256: string): Promise<void>;
	/** The SHA-256 of every file that is there, without reading any. */
	list(): Promise<ReadonlySet<string>>;
	/** Whether files could be put, tried without one. @throws where they could not */
	check(): Promise<void>;
	/** Gives up what was being written before `before` when its process ended. @returns how many files */
	sweep(before: Date): Promise<number>;
}

export interface AttachmentStores {
	readonly parts: PartStore;
	readonly files: FileStore;
}
