import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { beginAnew, LostParts } from './lost-parts.svelte.ts';

let events: EventTarget;
beforeEach(() => {
	events = new EventTarget();
	vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
	vi.stubGlobal('removeEventListener', events.removeEventListener.bind(events));
});
afterEach(() => vi.unstubAllGlobals());

/** A page to whose server parts were lost so many times, and who asked for that server how often. */
async function afterFailures(times: number, isThere: boolean) {
	const lost = new LostParts();
	let asked = 0;
	const stop = lost.listen(() => Promise.resolve((asked++, isThere)));
	for (let time = 0; time < times; time++) events.dispatchEvent(new Event('vite:preloadError'));
	await new Promise((resolve) => setImmediate(resolve));
	return { lost, stop, asked };
}

it('wants a new page for what failed a second time while the server answers', async () => {
	expect((await afterFailures(1, true)).lost.wantsNewPage).toBe(false);
	expect((await afterFailures(2, true)).lost.wantsNewPage).toBe(true);
});

it('stays without a network, and asks again with each failure', async () => {
	const { lost, asked } = await afterFailures(4, false);
	expect([lost.wantsNewPage, asked]).toEqual([false, 3]);
});

it('listens no more once it was stopped', async () => {
	const { lost, stop } = await afterFailures(1, true);
	stop();
	events.dispatchEvent(new Event('vite:preloadError'));
	await new Promise((resolve) => setImmediate(resolve));
	expect(lost.wantsNewPage).toBe(false);
});

it('begins the page anew once a minute at most, whatever the clock does', () => {
	const kept = new Map<string, string>();
	const storage = {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value)
	};
	const noon = Date.parse('2026-07-24T04:00:00Z');
	const begun: number[] = [];
	for (const now of [noon, noon + 59_999, noon + 60_000, noon - 1])
		beginAnew(now, storage, () => begun.push(now));
	expect(begun).toEqual([noon, noon + 60_000, noon - 1]);
});
