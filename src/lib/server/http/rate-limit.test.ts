import { describe, expect, it } from 'vitest';
import { RateLimit } from './rate-limit.ts';

describe('RateLimit', () => {
	it('lets a burst through, then one every while, and says how long to wait', () => {
		const limit = new RateLimit(3, 3);
		expect([1, 2, 3].map(() => limit.take('a', 0))).toEqual([0, 0, 0]);
		expect(limit.take('a', 0)).toBe(1);
		expect(limit.take('a', 1000)).toBe(0);
		expect(limit.take('a', 1000)).toBe(1);
	});

	it('looks without taking', () => {
		const limit = new RateLimit(1, 60);
		expect(limit.wait('a', 0)).toBe(0);
		expect(limit.take('a', 0)).toBe(0);
		expect(limit.wait('a', 0)).toBe(60);
	});

	it('counts every caller alone and forgets the one that was longest quiet', () => {
		const limit = new RateLimit(1, 60, 2);
		for (const key of ['a', 'b', 'a', 'c']) limit.take(key, 0);
		expect(limit.take('a', 0)).toBeGreaterThan(0);
		expect(limit.take('b', 0)).toBe(0);
	});
});
