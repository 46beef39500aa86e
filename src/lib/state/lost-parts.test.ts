import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LostParts } from './lost-parts.svelte.ts';

const NOON = Date.parse('2026-07-24T04:00:00Z');
const MINUTE = 60_000;
let events: EventTarget;
beforeEach(() => {
	events = new EventTarget();
	vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
	vi.stubGlobal('removeEventListener', events.removeEventListener.bind(events));
	vi.useFakeTimers({ now: NOON });
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

/** A page to which parts were lost so many times. */
async function afterFailures(times: number, kept = new Map<string, string>()) {
	const world = { isThere: true, isFree: true, asked: 0, begun: [] as number[] };
	const ports = {
		isThere: () => Promise.resolve((world.asked++, world.isThere)),
		now: () => Date.now(),
		storage: {
			getItem: (key: string) => kept.get(key) ?? null,
			setItem: (key: string, value: string) => void kept.set(key, value)
		},
		reload: () => void world.begun.push(Date.now())
	};
	const lost = new LostParts();
	const stop = lost.listen(() => world.isFree, ports);
	const lose = async () => {
		events.dispatchEvent(new Event('vite:preloadError'));
		await vi.advanceTimersByTimeAsync(0);
	};
	for (let time = 0; time < times; time++) await lose();
	return { lost, stop, lose, world, kept, ports };
}

it('begins anew for what failed a second time while the server answers', async () => {
	const once = await afterFailures(1);
	await vi.advanceTimersByTimeAsync(MINUTE);
	expect([once.lost.wantsNewPage, once.world.begun]).toEqual([false, []]);
	once.stop();
	const twice = await afterFailures(2);
	expect(twice.lost.wantsNewPage).toBe(true);
	await vi.advanceTimersByTimeAsync(3_000);
	expect(twice.world.begun).toHaveLength(1);
});

it('stays without a network, also where that is gone when it comes to it', async () => {
	const page = await afterFailures(1);
	page.world.isThere = false;
	for (let time = 0; time < 3; time++) await page.lose();
	expect([page.lost.wantsNewPage, page.world.asked]).toEqual([false, 3]);
	page.world.isThere = true;
	await page.lose();
	expect(page.lost.wantsNewPage).toBe(true);
	page.world.isThere = false;
	await vi.advanceTimersByTimeAsync(MINUTE);
	await page.lost.openAgain(page.ports);
	expect(page.world.begun).toEqual([]);
	page.world.isThere = true;
	await page.lost.openAgain(page.ports);
	expect(page.world.begun).toHaveLength(1);
});

it('waits until nothing is under way', async () => {
	const page = await afterFailures(1);
	page.world.isFree = false;
	await page.lose();
	await vi.advanceTimersByTimeAsync(MINUTE);
	expect([page.lost.wantsNewPage, page.world.begun]).toEqual([true, []]);
	page.world.isFree = true;
	await vi.advanceTimersByTimeAsync(3_000);
	expect(page.world.begun).toHaveLength(1);
});

it('begins anew once in ten minutes at most, whatever the clock does, and no more once it was stopped', async () => {
	const { kept, stop } = await afterFailures(2);
	await vi.advanceTimersByTimeAsync(3_000);
	stop();
	const next = await afterFailures(2, kept);
	await vi.advanceTimersByTimeAsync(9 * MINUTE);
	expect(next.world.begun).toEqual([]);
	vi.setSystemTime(NOON - MINUTE);
	await vi.advanceTimersByTimeAsync(3_000);
	expect(next.world.begun).toHaveLength(1);
	next.stop();
	await vi.advanceTimersByTimeAsync(60 * MINUTE);
	expect(next.world.begun).toHaveLength(1);
});
