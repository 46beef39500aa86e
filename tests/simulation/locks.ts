/** What keeps the tabs of one phone apart: the product's own locks, on Web Locks and a local storage in memory. */
import { lockByLease, lockByWebLock, type LeaseStorage } from '#lib/sync/only-one.ts';
import type { OnlyOne, SyncClock } from '#lib/sync/ports.ts';
import type { Owner } from './timeline.ts';

/** `none`: tabs that do not see each other's locks, which must do no harm. */
export type LockKind = 'web' | 'lease' | 'none';

export class PhoneLocks {
	readonly #held = new Map<string, { readonly tab: Owner; readonly taken: () => void }>();
	readonly #kept = new Map<string, string>();
	readonly #kind: LockKind;

	constructor(kind: LockKind) {
		this.#kind = kind;
	}

	/** The lock as one tab has it. */
	of(tab: Owner, clock: SyncClock): OnlyOne {
		const storage: LeaseStorage = {
			getItem: (key) => this.#kept.get(key) ?? null,
			setItem: (key, value) => void this.#kept.set(key, value),
			removeItem: (key) => void this.#kept.delete(key)
		};
		switch (this.#kind) {
			case 'web':
				return lockByWebLock(
					{
						request: (name, options, callback) => this.#request(tab, name, 'steal' in options, callback)
					},
					storage,
					clock,
					tab.name
				);
			case 'lease':
				return lockByLease(storage, clock, tab.name);
			case 'none':
				return async (_name, work) => {
					await work();
					return true;
				};
		}
	}

	/** A lock goes with its tab; who is robbed of it hears so at once, whatever it does meanwhile. */
	async #request(
		tab: Owner,
		name: string,
		steals: boolean,
		callback: (lock: unknown) => Promise<void>
	): Promise<void> {
		const before = this.#held.get(name);
		if (before?.tab.alive && !steals) return callback(null);
		let taken = () => {};
		const robbed = new Promise<never>((_, reject) => {
			taken = () => reject(new Error('AbortError'));
		});
		robbed.catch(() => undefined);
		const mine = { tab, taken };
		this.#held.set(name, mine);
		if (before?.tab.alive) before.taken();
		try {
			await Promise.race([callback({ name }), robbed]);
		} finally {
			if (this.#held.get(name) === mine) this.#held.delete(name);
		}
	}

	/** All tabs are gone. */
	release(): void {
		this.#held.clear();
	}
}
