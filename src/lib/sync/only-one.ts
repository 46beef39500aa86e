/** One tab at a time: a Web Lock where the browser has them, else a lease in local storage. */
import type { OnlyOne, SyncClock } from './ports.ts';

interface Locks {
	request(
		name: string,
		options: { ifAvailable: true } | { steal: true },
		callback: (lock: unknown) => Promise<void>
	): Promise<unknown>;
}
/** Part of `Storage` that the lease needs. */
export interface LeaseStorage {
	getItem(key: string): string | null;
	setItem(key: string, value: string): void;
	removeItem(key: string): void;
}

const RENEWS = 20_000;
/** Browsers run the timers of a tab that is out of sight once a minute: that is not yet silence. */
const SILENCE = 90_000;

/**
 * The lock goes with the tab, and a tab that dies frees it. One that is frozen keeps it: the holder gives a sign of life
 * every 20 s, and who has seen none for 90 s by its own clock takes the lock away. The other may then wake up and finish
 * what it had begun, beside us: the cursors' check and the operations' ids make that harmless.
 */
export function lockByWebLock(locks: Locks, storage: LeaseStorage, clock: SyncClock, owner: string): OnlyOne {
	const seen = new Map<string, { sign: string | null; since: number }>();
	let signs = 0;

	function isSilent(key: string): boolean {
		const sign = storage.getItem(key);
		const now = clock.now();
		const before = seen.get(key);
		if (before && before.sign === sign && now >= before.since) return now - before.since >= SILENCE;
		seen.set(key, { sign, since: now });
		return false;
	}

	return async (name, work) => {
		const key = `alive:${name}`;
		let running: Promise<void> | null = null;
		const hold = async () => {
			let stop = () => {};
			const give = () => {
				stop = clock.after(RENEWS, give);
				try {
					storage.setItem(key, `${owner} ${++signs}`);
				} catch {
					// No room for a sign: the worst is that another tab does the same work beside us.
				}
			};
			give();
			seen.delete(key);
			try {
				running = work();
				await running;
			} finally {
				stop();
			}
		};
		const options = isSilent(key) ? ({ steal: true } as const) : ({ ifAvailable: true } as const);
		try {
			await locks.request(name, options, async (lock) => {
				if (lock) await hold();
			});
		} catch (error) {
			// Taken away while we were frozen: what was begun is finished all the same.
			if (running === null) throw error;
			await (running as Promise<void>);
		}
		return running !== null;
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
