import { describe, expect, it } from 'vitest';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import { lockByWebLock, type LeaseStorage } from './only-one.ts';

/** Web Locks as browsers have them, for one name. */
function webLocks() {
	let robbed: (() => void) | null = null;
	let steals = 0;
	return {
		get steals() {
			return steals;
		},
		async request(_name: string, options: object, callback: (lock: unknown) => Promise<void>) {
			if (robbed && !('steal' in options)) return callback(null);
			if ('steal' in options) steals++;
			robbed?.();
			const mine = Promise.withResolvers<never>();
			const take = () => mine.reject(new DOMException('stolen', 'AbortError'));
			robbed = take;
			try {
				await Promise.race([callback({}), mine.promise]);
			} finally {
				if (robbed === take) robbed = null;
			}
		}
	};
}

function memory(): LeaseStorage {
	const kept = new Map<string, string>();
	return {
		getItem: (key) => kept.get(key) ?? null,
		setItem: (key, value) => void kept.set(key, value),
		removeItem: (key) => void kept.delete(key)
	};
}

describe('the lock of one tab', () => {
	it('is taken from a holder that gives no sign of life for 90 s; what that had begun still ends', async () => {
		const locks = webLocks();
		const storage = memory();
		const frozen = { now: () => 0, after: () => () => {} };
		const clock = createManualClock();
		const first = lockByWebLock(locks, storage, frozen, 'one');
		const second = lockByWebLock(locks, storage, clock, 'two');
		const thaw = Promise.withResolvers<undefined>();
		let ended = false;
		const held = first('x', async () => {
			await thaw.promise;
			ended = true;
		});
		const ran: string[] = [];
		const attempt = () => second('x', async () => void ran.push('second'));
		expect(await attempt()).toBe(false);
		clock.advance(89_000);
		expect(await attempt()).toBe(false);
		// A clock set back: the silence is counted anew.
		clock.set(clock.now() - 400 * 86_400_000);
		expect(await attempt()).toBe(false);
		clock.advance(90_000);
		expect(await attempt()).toBe(true);
		expect([ran, locks.steals, ended]).toEqual([['second'], 1, false]);
		thaw.resolve(undefined);
		expect(await held).toBe(true);
		expect(ended).toBe(true);
	});

	it('stays with a holder that lives, however long it takes, and is free after it', async () => {
		const locks = webLocks();
		const storage = memory();
		const clock = createManualClock();
		const first = lockByWebLock(locks, storage, clock, 'one');
		const second = lockByWebLock(locks, storage, clock, 'two');
		const done = Promise.withResolvers<undefined>();
		const held = first('x', () => done.promise);
		for (let turn = 0; turn < 60; turn++) {
			expect(await second('x', () => Promise.resolve())).toBe(false);
			clock.advance(60_000);
		}
		done.resolve(undefined);
		expect(await held).toBe(true);
		expect(clock.nextIn()).toBeNull();
		expect(await second('x', () => Promise.resolve())).toBe(true);
		expect(locks.steals).toBe(0);
	});

	it('passes on what the work threw, and needs no room for its sign', async () => {
		const full: LeaseStorage = {
			getItem: () => null,
			setItem: () => {
				throw new Error('full');
			},
			removeItem: () => undefined
		};
		const lock = lockByWebLock(webLocks(), full, createManualClock(), 'one');
		expect(await lock('x', () => Promise.resolve())).toBe(true);
		await expect(lock('x', () => Promise.reject(new Error('work')))).rejects.toThrow('work');
	});
});
