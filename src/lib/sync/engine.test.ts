import { describe, expect, it } from 'vitest';
import type { HttpAnswer, Triggers } from './ports.ts';
import { lockByLease } from './only-one.ts';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import { createTestPhone } from '#tests/phone/test-phone.ts';

const busy = (retryAfter: string | null): HttpAnswer => ({
	status: 503,
	contentType: 'application/json',
	retryAfter,
	text: '{}'
});
const cut = () => {
	throw new Error('cut');
};
const waitOf = (phone: Awaited<ReturnType<typeof createTestPhone>>) =>
	Date.parse(phone.engine.status.nextTryAt ?? '') - phone.clock.now();

describe('the engine', () => {
	it('waits longer after each failure, up to ten minutes, and a tap begins again from the shortest', async () => {
		const phone = await createTestPhone({
			ports: { random: { fraction: () => 1, bytes: (count) => new Uint8Array(count).fill(7) } }
		});
		phone.engine.start();
		await phone.engine.stop();
		phone.engine.start();
		const cycle = async () => {
			phone.peer.faults.splice(0, 9, cut, cut);
			phone.clock.advance(Math.max(waitOf(phone) || 0, 0));
			await phone.tabIdle();
			return waitOf(phone);
		};
		const waits = [];
		for (let turn = 0; turn < 12; turn++) waits.push(await cycle());
		expect(waits.slice(0, 3)).toEqual([4_000, 8_000, 16_000]);
		expect(waits.at(-1)).toBe(600_000);
		phone.peer.faults.splice(0, 9, cut, cut);
		await phone.sync();
		expect(waitOf(phone)).toBe(4_000);
		phone.peer.faults.length = 0;
		await phone.sync();
		expect(phone.engine.status).toMatchObject({ trouble: null, nextTryAt: null });
		await phone.engine.stop();
	});

	it('waits as long as the server asks', async () => {
		const phone = await createTestPhone();
		phone.engine.start();
		await phone.save('visit');
		phone.peer.faults.push(() => busy('120'));
		await phone.sync();
		expect(waitOf(phone)).toBeGreaterThanOrEqual(120_000);
		expect(phone.engine.status.trouble).toBe('busy');
		await phone.engine.stop();
	});

	it('waits no year when the clock is set back after the server asked for quiet', async () => {
		let fire: (reason: 'online') => void = () => {};
		const triggers: Triggers = (given) => {
			fire = given;
			return () => {};
		};
		const phone = await createTestPhone({ ports: { triggers } });
		phone.engine.start();
		await phone.save('visit');
		phone.peer.faults.push(() => busy('120'));
		await phone.sync();
		phone.clock.set(phone.clock.now() - 400 * 86_400_000);
		fire('online');
		expect(phone.clock.nextIn()).toBeLessThanOrEqual(5_000);
		await phone.engine.stop();
	});

	it('answers a poke within a second, but neither in trouble nor while the server asked for quiet', async () => {
		let fire: (reason: 'poke' | 'online') => void = () => {};
		const phone = await createTestPhone({
			ports: {
				triggers: (given) => {
					fire = given;
					return () => {};
				}
			}
		});
		const pulls = () => phone.peer.seen.filter((request) => request.path.endsWith('pull')).length;
		phone.engine.start();
		phone.clock.advance(0);
		await phone.tabIdle();
		const before = pulls();
		fire('poke');
		phone.clock.advance(1_000);
		await phone.tabIdle();
		expect(pulls()).toBe(before + 1);

		await phone.save('visit');
		phone.peer.faults.push(() => busy('120'));
		await phone.sync();
		fire('poke');
		fire('online');
		expect(phone.clock.nextIn()).toBeGreaterThanOrEqual(120_000);
		phone.clock.advance(119_000);
		await phone.tabIdle();
		expect(phone.peer.effects.size).toBe(0);
		await phone.sync();
		expect(phone.peer.effects.size).toBe(1);
		await phone.engine.stop();
	});

	it('exchanges within 2 s of a save', async () => {
		const phone = await createTestPhone();
		phone.engine.start();
		phone.clock.advance(0);
		await phone.tabIdle();
		await phone.save('visit');
		phone.engine.saved();
		expect(phone.clock.nextIn()).toBeLessThanOrEqual(2_000);
		phone.clock.advance(2_000);
		await phone.tabIdle();
		expect(phone.peer.effects.size).toBe(1);
		await phone.engine.stop();
	});

	it.each([
		['a back-off', cut],
		['the quiet a server asked for', () => busy('120')]
	])('does not cut %s short for a save, however many there are', async (_what, fault) => {
		const phone = await createTestPhone({
			ports: { random: { fraction: () => 1, bytes: (count) => new Uint8Array(count).fill(7) } }
		});
		phone.engine.start();
		await phone.engine.syncNow();
		await phone.save('visit');
		for (let turn = 0; turn < 7; turn++) {
			phone.peer.faults.splice(0, 9, fault, fault);
			phone.clock.advance(Math.max(waitOf(phone) || 0, 2_000));
			await phone.tabIdle();
			phone.engine.saved();
			phone.clock.advance(0);
		}
		const asked = phone.peer.seen.length;
		const wait = waitOf(phone);
		expect(wait).toBeGreaterThanOrEqual(60_000);
		for (let left = wait - 1; left > 10_000; left -= 10_000) {
			phone.engine.saved();
			phone.clock.advance(10_000);
			await phone.tabIdle();
		}
		expect(phone.peer.seen).toHaveLength(asked);
		await phone.engine.stop();
	});

	it('lets one tab exchange at a time, and two at once still have one effect', async () => {
		const clock = createManualClock();
		const kept = new Map<string, string>();
		const storage = {
			getItem: (key: string) => kept.get(key) ?? null,
			setItem: (key: string, value: string) => void kept.set(key, value),
			removeItem: (key: string) => void kept.delete(key)
		};
		const phone = await createTestPhone({ ports: { lock: lockByLease(storage, clock, 'one') } });
		for (let count = 0; count < 3; count++) await phone.save('visit');
		const second = phone.tab({ lock: lockByLease(storage, clock, 'two') });
		await Promise.all([phone.sync(), second.syncNow()]);
		expect(second.status.elsewhere).toBe(true);
		expect(phone.engine.status.elsewhere).toBe(false);
		expect(kept.size).toBe(0);
		// Without any lock: cursors and operation ids alone keep it right.
		for (let count = 0; count < 3; count++) await phone.save('visit');
		const none = async (_name: string, work: () => Promise<void>) => {
			await work();
			return true;
		};
		await Promise.all([phone.tab({ lock: none }).syncNow(), phone.tab({ lock: none }).syncNow()]);
		expect([...phone.peer.effects.values()]).toEqual([1, 1, 1, 1, 1, 1]);
		expect(await phone.own()).toHaveLength(6);
		expect((await phone.store.counts()).waiting).toBe(0);
	});

	it('takes over a lease whose tab was frozen, and one left behind by a clock set back', async () => {
		const clock = createManualClock();
		const kept = new Map<string, string>([['lease:x', `dead ${clock.now() + 30_000}`]]);
		const storage = {
			getItem: (key: string) => kept.get(key) ?? null,
			setItem: (key: string, value: string) => void kept.set(key, value),
			removeItem: (key: string) => void kept.delete(key)
		};
		const lock = lockByLease(storage, clock, 'me');
		expect(await lock('x', () => Promise.resolve())).toBe(false);
		clock.set(clock.now() - 365 * 86_400_000);
		expect(await lock('x', () => Promise.resolve())).toBe(true);
	});

	it('pushes everything of a revoked phone, then erases', async () => {
		let erased = 0;
		const phone = await createTestPhone({ ports: { onRevoked: async () => void erased++ } });
		await phone.save('visit');
		phone.peer.revoked = true;
		phone.peer.judge = () => ({ outcome: 'retry' });
		await phone.sync();
		expect(erased).toBe(0);
		expect(phone.engine.status.trouble).toBe('device');
		phone.peer.judge = () => ({ outcome: 'parked', refusal: 'device-revoked' });
		await phone.sync();
		expect(erased).toBe(1);
		expect(phone.peer.custody.size).toBe(1);
	});

	it('erases nothing that was too big to be sent', async () => {
		let erased = 0;
		const phone = await createTestPhone({ ports: { onRevoked: async () => void erased++ } });
		await phone.save('visit');
		const tooBig = () => ({ ...busy(null), status: 413, text: '{"error":"too-big"}' });
		phone.peer.faults.push(tooBig);
		await phone.sync();
		expect(await phone.store.counts()).toMatchObject({ waiting: 0, attention: 1 });
		phone.peer.revoked = true;
		await phone.sync();
		expect([erased, phone.engine.status.trouble]).toEqual([0, 'device']);
		phone.peer.faults.push(tooBig);
		await phone.sync();
		expect([erased, phone.engine.status.trouble]).toEqual([0, 'device']);
		await phone.sync();
		expect([erased, phone.peer.custody.size]).toEqual([1, 1]);
	});

	it('stops sending when the session has ended, and goes on after signing in', async () => {
		const heard: (string | null)[] = [];
		const phone = await createTestPhone({
			ports: { onSession: async (trouble) => void heard.push(trouble) }
		});
		const denied = () => ({ status: 401, contentType: 'application/json', retryAfter: null, text: '{}' });
		await phone.save('visit');
		phone.peer.faults.push(denied);
		await phone.sync();
		const id = await phone.save('visit');
		expect(await phone.record(id)).toMatchObject({ stage: 'on-phone' });
		await phone.sync();
		expect(heard).toEqual(['auth', null]);
		expect(phone.peer.effects.size).toBe(2);
	});

	it('drains the outbox of another person of the phone under their own account', async () => {
		const other = await createTestPhone();
		await other.save('visit');
		const phone = await createTestPhone({
			ports: {
				others: () =>
					Promise.resolve([
						{
							store: other.store,
							identity: { accountId: 'acc-2', deviceId: '0190b3a0-0000-7000-8000-000000000002' },
							close: () => {},
							onTrouble: () => Promise.resolve()
						}
					])
			}
		});
		await phone.sync();
		const push = phone.peer.seen.find((request) => request.path.endsWith('push'));
		expect(push?.account).toBe('acc-2');
		expect((await other.store.counts()).waiting).toBe(0);
	});

	const refuse = (status: number) => (): HttpAnswer => ({ ...busy(null), status });
	it.each([
		['a session that has ended', [refuse(401)], 'auth', 0],
		['a phone that was taken away', [refuse(403)], 'device', 0],
		['an app that is too old to pull', [null, refuse(426)], 'upgrade', 0],
		['a server that cannot answer this one', [refuse(500), refuse(500)], 'server', 0],
		['no network', [cut], 'net', 1],
		['a server that asks for quiet', [() => busy('60')], 'busy', 1]
	] as const)('of one person, %s, keeps what is not its own from no other', async (_, faults, code, left) => {
		const other = await createTestPhone();
		await other.save('visit');
		let closed = 0;
		const phone = await createTestPhone({
			ports: {
				others: () =>
					Promise.resolve([
						{
							store: other.store,
							identity: { accountId: 'acc-2', deviceId: '0190b3a0-0000-7000-8000-000000000002' },
							close: () => void closed++,
							onTrouble: () => Promise.resolve()
						}
					])
			}
		});
		await phone.save('visit');
		for (const fault of faults) phone.peer.faults.push(fault ?? ((_request, answer) => answer()));
		await phone.sync();
		expect(phone.engine.status.trouble).toBe(code);
		expect((await other.store.counts()).waiting).toBe(left);
		expect(closed).toBe(1 - left);
	});
});
