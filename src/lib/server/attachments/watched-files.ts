import { asStoreFailure, type StoreTrouble } from './store-trouble.ts';
import type { FileStore } from './stores.ts';

/** A store that remembers whether it last did what it was asked, so that the desk can say so. */
export interface WatchedFiles extends FileStore {
	/** Null while the store works, or has not been asked yet. */
	readonly trouble: StoreTrouble | null;
}

/** @throws StoreFailure for whatever the store fails with */
export function watchedFiles(files: FileStore): WatchedFiles {
	let trouble: StoreTrouble | null = null;
	const watched = async <Result>(work: Promise<Result>): Promise<Result> => {
		try {
			const result = await work;
			trouble = null;
			return result;
		} catch (error) {
			const failure = asStoreFailure(error);
			trouble = failure.trouble;
			throw failure;
		}
	};
	return {
		get trouble() {
			return trouble;
		},
		has: (sha256) => watched(files.has(sha256)),
		put: (sha256, bytes, mime) => watched(files.put(sha256, bytes, mime)),
		get: (sha256) => watched(files.get(sha256)),
		drop: (sha256) => watched(files.drop(sha256)),
		list: () => watched(files.list()),
		check: () => watched(files.check()),
		sweep: (before) => watched(files.sweep(before))
	};
}
