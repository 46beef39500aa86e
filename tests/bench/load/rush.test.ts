import { expect, test } from 'vitest';
import type { LoadPhone } from './load-phone.ts';
import { rush, steady } from './rush.ts';

const BATCH = 5;

/** Phones that note how many of them are at work at a time. */
function crew(count: number, changes: Partial<LoadPhone> = {}) {
	const seen = { most: 0, now: 0, sent: Array.from({ length: count }, () => 0) };
	const phones = seen.sent.map((_, at): LoadPhone => ({
		prepare() {},
		async push() {
			seen.most = Math.max(seen.most, ++seen.now);
			seen.sent[at] = (seen.sent[at] ?? 0) + 1;
			return BATCH;
		},
		pull: async () => BATCH,
		async look() {
			seen.now--;
			return null;
		},
		close() {},
		...changes
	}));
	return { phones, seen };
}

test('at the rush each phone sends its batches, so many phones at a time', async () => {
	const { phones, seen } = crew(7);
	const counted = (await rush(phones, { batch: BATCH, pushes: 3, seconds: 60, together: 4 })).counted();
	expect(seen.sent).toEqual([3, 3, 3, 3, 3, 3, 3]);
	expect(seen.most).toBe(4);
	expect(counted).toMatchObject({ acknowledged: 105, errors: 0 });
	expect(counted.latencies.look.count).toBe(21);
});

test('when the time is over none begins another exchange', async () => {
	const { phones, seen } = crew(7);
	const counted = (await rush(phones, { batch: BATCH, pushes: 3, seconds: -1, together: 4 })).counted();
	expect(seen.sent).toEqual([0, 0, 0, 0, 0, 0, 0]);
	expect(counted).toMatchObject({ seconds: 0, acknowledged: 0, errors: 0 });
});

test('a batch of which something is missing is an error, and what was acknowledged counts', async () => {
	const { phones } = crew(2, { push: async () => BATCH - 1 });
	const counted = (await rush(phones, { batch: BATCH, pushes: 3, seconds: 60, together: 2 })).counted();
	// A phone that failed sends nothing more.
	expect(counted).toMatchObject({ acknowledged: 8, errors: 2 });
	expect(counted.latencies.pull.count).toBe(0);
});

test('on a calm day as many exchanges begin as were asked for, one after the other on each phone', async () => {
	const { phones, seen } = crew(3);
	const options = { batch: BATCH, exchanges: 8, perSecond: 1_000 };
	const counted = (await steady(phones, options)).counted();
	expect(seen.sent).toEqual([3, 3, 2]);
	expect(counted).toMatchObject({ acknowledged: 40, errors: 0 });
});
