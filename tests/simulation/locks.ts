/** What keeps the tabs of one phone apart: the product's own locks, on Web Locks and a local storage in memory. */
import { lockByLease, lockByWebLock } from '#lib/sync/only-one.ts';
import type { OnlyOne, SyncClock } from '#lib/sync/ports.ts';
import type { Owner } from './timeline.ts';

/** `none`: tabs that do not see each other's locks, which must do no harm. */
export type LockKind = 'web' | 'lease' | 'none';

export class PhoneLocks {
	readonly #held = new Map<string, Owner>();
	readonly #kept = new Map<string, string>();
	readonly #kind: LockKind;

	constructor(kind: LockKind) {
		this.#kind = kind;
	}

	/** The lock as one tab has it. */
	of(tab: Owner, clock: SyncClock): OnlyOne {
		switch (this.#kind) {
			case 'web':
				return lockByWebLock({ request: (name, _options, callback) => this.#request(tab, name, callback) });
			case 'lease':
				return lockByLease(
					{
						getItem: (key) => this.#kept.get(key) ?? null,
						setItem: (key, value) => void this.#kept.set(key, value),
						removeItem: (key) => void this.#kept.delete(key)
					},
					clock,
					tab.name
				);
			case 'none':
				return async (_name, work) => {
					await work();
					return true;
				};
		}
	}

	/** A lock goes with its tab. */
	async #request(tab: Owner, name: string, callback: (lock: unknown) => Promise<void>): Promise<void> {
		if (this.#held.get(name)?.alive) return callback(null);
		this.#held.set(name, tab);
		try {
			await callback({ name });
		} finally {
			if (this.#held.get(name) === tab) this.#held.delete(name);
		}
	}

	/** All tabs are gone. */
	release(): void {
		this.#held.clear();
	}
}
