import { afterEach, expect, it, vi } from 'vitest';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import { measureStorage } from './browser-storage.ts';

afterEach(() => void vi.unstubAllGlobals());

function browser(storage: Partial<Pick<StorageManager, 'estimate' | 'persisted'>>) {
	vi.stubGlobal('navigator', { storage });
	return createManualClock();
}
const unknown = { usedBytes: null, freeBytes: null, persistent: null };

it('says how the browser stands with storage, and leaves no wait behind', async () => {
	const estimate = () => Promise.resolve({ usage: 2, quota: 5 });
	const clock = browser({ estimate, persisted: () => Promise.resolve(true) });
	expect(await measureStorage(clock)).toEqual({ usedBytes: 2, freeBytes: 3, persistent: true });
	expect(clock.nextIn()).toBeNull();
});

it.each(['estimate', 'persisted'] as const)(
	'waits two seconds for a browser whose %s is silent',
	async (what) => {
		const clock = browser({ [what]: () => new Promise(() => {}) });
		const measured = measureStorage(clock);
		await new Promise((next) => setImmediate(next));
		clock.advance(2_000);
		expect(await measured).toEqual(unknown);
	}
);

it('does not fail where measuring does', async () => {
	const clock = browser({ estimate: () => Promise.reject(new TypeError()) });
	expect(await measureStorage(clock)).toEqual(unknown);
});
