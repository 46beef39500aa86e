/** One tab at a time: a Web Lock where the browser has them, else a lease in local storage. */
import type { OnlyOne, SyncClock } from './ports.ts';

interface Locks {
	request(
		name: string,
		options: { ifAvailable: true },
		callback: (lock: unknown) => Promise<void>
	): Promise<unknown>;
}
/** Part of `Storage` that the lease needs. */
export interface LeaseStorage {
	getItem(key: string): string | null;
	setItem(key: string, value: string): void;
	removeItem(key: string): void;
}

/** The lock goes with the tab: a tab that dies or is frozen for good frees it. */
export function lockByWebLock(locks: Locks): OnlyOne {
	return async (name, work) => {
		let held = false;
		await locks.request(name, { ifAvailable: true }, async (lock) => {
			if (!lock) return;
			held = true;
			await work();
		});
		return held;
	};
}

const LEASE = 60_000;

/**
 * A lease of one minute, renewed every 20 s. Two tabs may both believe they hold it for an instant; the cursors' check and
 * the operations' ids make that harmless.
 */
export function lockByLease(storage: LeaseStorage, clock: SyncClock, owner: string): OnlyOne {
	return async (name, work) => {
		const key = `lease:${name}`;
		const [holder, until] = (storage.getItem(key) ?? '').split(' ');
		// A clock set back must not leave a lease that never ends.
		const left = Number(until) - clock.now();
		if (holder && holder !== owner && left > 0 && left <= LEASE) return false;
		let stop = () => {};
		const renew = () => {
			storage.setItem(key, `${owner} ${clock.now() + LEASE}`);
			stop = clock.after(LEASE / 3, renew);
		};
		renew();
		try {
			await work();
		} finally {
			stop();
			if ((storage.getItem(key) ?? '').startsWith(`${owner} `)) storage.removeItem(key);
		}
		return true;
	};
}
