/** Storage as the browser reports it. WebKitGTK and old WebViews have no `navigator.storage`. */
import type { StorageHealth } from './contract.ts';

export async function measureStorage(): Promise<StorageHealth> {
	const storage = (navigator as { storage?: Partial<StorageManager> }).storage;
	try {
		const estimate = await storage?.estimate?.();
		const persistent = (await storage?.persisted?.()) ?? null;
		const usedBytes = estimate?.usage ?? null;
		const quota = estimate?.quota;
		const freeBytes = quota === undefined ? null : Math.max(0, quota - (usedBytes ?? 0));
		return { usedBytes, freeBytes, persistent };
	} catch {
		return { usedBytes: null, freeBytes: null, persistent: null };
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
