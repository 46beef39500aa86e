/**
 * Two megabytes of the disk that can be given back at once. They lie in the browser's cache and not in the database: what is
 * deleted there is free when the deletion is over, while a database goes on holding what it deleted, and needs room to do so.
 */
export interface SpareRoom {
	/** It was given up, and there has not been room since to lay it down again. */
	readonly isShort: boolean;
	/** Lays it down where it is missing. False where there is no room for it. */
	keep(): Promise<boolean>;
	/** Gives it up; no error where it is not there. */
	give(): Promise<void>;
}

const NAME = 'liangfeng-spare';
const ADDRESS = '/spare-room';
const BYTES = 2_000_000;

/** @param fill makes bytes that nothing can pack */
export function spareRoomIn(caches: CacheStorage, fill: (bytes: Uint8Array<ArrayBuffer>) => void): SpareRoom {
	let isShort = false;
	return {
		get isShort() {
			return isShort;
		},
		async keep() {
			const cache = await caches.open(NAME);
			// Only asked for, never opened: an entry that is being read goes on holding its room when it is deleted.
			if ((await cache.keys(ADDRESS)).length > 0) {
				isShort = false;
				return true;
			}
			const bytes = new Uint8Array(BYTES);
			fill(bytes);
			try {
				await cache.put(ADDRESS, new Response(bytes));
			} catch {
				isShort = true;
				await cache.delete(ADDRESS).catch(() => false);
				return false;
			}
			isShort = false;
			return true;
		},
		async give() {
			isShort = true;
			// The entry alone: to take away the whole cache the browser has to write, and on a full disk it cannot.
			const cache = await caches.open(NAME);
			await cache.delete(ADDRESS);
		}
	};
}
