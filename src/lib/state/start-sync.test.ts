import 'fake-indexeddb/auto';
import { afterEach, expect, it, vi } from 'vitest';
import { openPhoneStore } from '#lib/storage/phone-store.ts';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import type { SyncRun } from './phone-ports.ts';
import { startBrowserSync } from './start-sync.ts';
import { openTestApp, PERSON } from './testing/open-test-app.ts';

const events = new EventTarget();
vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
vi.stubGlobal('removeEventListener', events.removeEventListener.bind(events));
const ends: (() => unknown)[] = [];
afterEach(async () => {
	for (const end of ends.splice(0)) await end();
});

/** An app whose exchange cannot be loaded, until it can. */
async function open() {
	const { app, databases } = await openTestApp();
	const store = await openPhoneStore({ timer: { after: () => () => {} } });
	const clock = createManualClock();
	const did: string[] = [];
	const net = { isThere: false, tries: 0 };
	const run: SyncRun = {
		saved: () => void did.push('saved'),
		syncNow: () => Promise.resolve(void did.push('now')),
		visible: () => void did.push('visible'),
		stop: () => Promise.resolve(void did.push('stop'))
	};
	const load = () => {
		net.tries++;
		if (!net.isThere) return Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
		return Promise.resolve({ runSync: () => Promise.resolve(run) });
	};
	const start = { app, row: PERSON, databases, store, onErased: () => {}, painted: () => Promise.resolve() };
	const sync = startBrowserSync(start, load, clock);
	ends.push(() => sync.stop());
	await sync.syncNow();
	return { app, sync, net, did, clock };
}

it('tells that the exchange could not be loaded', async () => {
	const { app } = await open();
	expect(app.status.trouble).toBe('net');
});

it('loads it again on a save, a look, a tap, a network that came back, and by itself', async () => {
	const ways: ((opened: Awaited<ReturnType<typeof open>>) => unknown)[] = [
		({ sync }) => sync.saved(),
		({ sync }) => sync.visible(),
		({ sync }) => sync.syncNow(),
		() => events.dispatchEvent(new Event('online')),
		({ clock }) => clock.advance(60_000)
	];
	for (const way of ways) {
		const opened = await open();
		const { net, sync, did } = opened;
		way(opened);
		await sync.syncNow();
		net.isThere = true;
		way(opened);
		await vi.waitFor(() => expect(net.tries).toBeGreaterThanOrEqual(3));
		await sync.syncNow();
		expect(did).toContain('now');
		const { tries } = net;
		way(opened);
		await sync.syncNow();
		expect(net.tries).toBe(tries);
	}
});

it('does not load it any more once it was stopped', async () => {
	const { sync, net, clock } = await open();
	await sync.stop();
	const { tries } = net;
	clock.advance(3_600_000);
	events.dispatchEvent(new Event('online'));
	await new Promise((resolve) => setImmediate(resolve));
	expect([net.tries, clock.nextIn()]).toEqual([tries, null]);
});
