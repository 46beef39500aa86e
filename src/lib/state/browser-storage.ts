/** Storage as the browser reports it. WebKitGTK and old WebViews have no `navigator.storage`. */
import { cachesInTime } from '#lib/storage/cache-in-time.ts';
import { countRescued, rescueIn, type Rescue } from '#lib/storage/rescue.ts';
import { spareRoomIn, type SpareRoom } from '#lib/storage/spare-room.ts';
import type { StorageHealth } from './contract.ts';
import { browserClock } from './ports.ts';

/** The first screen waits for it no longer, nor does an exchange: what is not known by then is told the next time. */
const DEADLINE = 2_000;
const UNKNOWN: StorageHealth = { usedBytes: null, freeBytes: null, persistent: null };

/** Unknown where the browser does not say, or not in time. */
export function measureStorage(clock = browserClock): Promise<StorageHealth> {
	return new Promise((settle) => {
		const cancel = clock.after(DEADLINE, () => settle(UNKNOWN));
		void measure().then((health) => {
			cancel();
			settle(health);
		});
	});
}

async function measure(): Promise<StorageHealth> {
	const storage = (navigator as { storage?: Partial<StorageManager> }).storage;
	try {
		const estimate = await storage?.estimate?.();
		const persistent = (await storage?.persisted?.()) ?? null;
		const usedBytes = estimate?.usage ?? null;
		const quota = estimate?.quota;
		const freeBytes = quota === undefined ? null : Math.max(0, quota - (usedBytes ?? 0));
		return { usedBytes, freeBytes, persistent };
	} catch {
		return UNKNOWN;
	}
}

/** Asks that storage is not evicted; null where the browser cannot say. */
export async function askPersistence(): Promise<boolean | null> {
	const storage = (navigator as { storage?: Partial<StorageManager> }).storage;
	try {
		return (await storage?.persist?.()) ?? null;
	} catch {
		return null;
	}
}

/** Fills with what nothing can pack. */
export function fillRandomly(bytes: Uint8Array<ArrayBuffer>): void {
	for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
}

/** Undefined where the browser has none. */
function cacheStorage(): CacheStorage | undefined {
	const { caches } = globalThis as { caches?: CacheStorage };
	return caches && cachesInTime(caches, browserClock);
}

/** Undefined where the browser has no cache: then the reserve lies in the database. */
export function spareRoom(): SpareRoom | undefined {
	const caches = cacheStorage();
	return caches && spareRoomIn(caches, fillRandomly);
}

/** Undefined where the browser has no cache. */
export function rescueOf(): ((person: string) => Rescue) | undefined {
	const caches = cacheStorage();
	return caches && ((person) => rescueIn(caches, person, localStorage));
}

/** How many pieces of unsent work this browser keeps outside the databases; 0 where it cannot say. */
export async function rescuedCount(): Promise<number> {
	const caches = cacheStorage();
	return caches ? countRescued(caches).catch(() => 0) : 0;
}
