import { describe, expect, test } from 'vitest';
import { percentile, Tally } from './tally.ts';

describe('percentile', () => {
	test('is a value that was measured, by nearest rank, whatever the order', () => {
		const values = [50, 15, 40, 20, 35];
		expect(percentile(values, 0.5)).toBe(35);
		expect(percentile(values, 0.3)).toBe(20);
		expect(percentile(values, 0.95)).toBe(50);
		expect(percentile(values, 1)).toBe(50);
		expect(percentile(values, 0)).toBe(15);
		expect(values).toEqual([50, 15, 40, 20, 35]);
	});

	test('of one value is that value, of none it is no number', () => {
		expect(percentile([7], 0.95)).toBe(7);
		expect(percentile([], 0.5)).toBeNaN();
	});
});

test('a tally spans from the first request to the last answer; what failed is counted and not timed', async () => {
	let now = 1_000;
	const tally = new Tally(() => now);
	const taking = (millis: number) => async () => void (now += millis);
	await tally.time('push', taking(30));
	now += 500;
	await tally.time('push', taking(10));
	tally.acknowledge(5);
	tally.acknowledge(4);
	const isAnswered = await tally.time('pull', async () => {
		now += 60;
		throw new Error('cut');
	});
	expect(isAnswered).toBe(false);
	const { latencies, ...rest } = tally.counted();
	expect(rest).toEqual({ seconds: 0.6, acknowledged: 9, errors: 1, said: ['pull: Error: cut'] });
	expect(latencies.push).toEqual({ count: 2, p50: 10, p95: 30 });
	expect(latencies.pull.count).toBe(0);
});
