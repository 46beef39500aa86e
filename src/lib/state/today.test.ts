import { describe, expect, it } from 'vitest';
import { todayOf } from './today.ts';

const at = (text: string) => Date.parse(text);
const YEARS = 3 * 365 * 86_400_000;

describe('today on the phone', () => {
	const server = {
		serverToday: '2026-07-20',
		skewMillis: 0,
		lastExchangeAt: '2026-07-20T02:00:00.000Z'
	};

	it('is the latest of its clock, the server’s day and the build’s', () => {
		expect(todayOf(at('2026-07-21T02:00:00Z'), null, 0)).toBe('2026-07-21');
		expect(todayOf(at('2026-07-21T02:00:00Z'), server, 0)).toBe('2026-07-21');
		expect(todayOf(at('2023-07-21T02:00:00Z'), server, 0)).toBe('2026-07-20');
		expect(todayOf(at('2023-07-21T02:00:00Z'), null, at('2026-01-02T00:00:00Z'))).toBe('2026-01-02');
	});

	it('takes off what the clock is known to be ahead by, until it is set right', () => {
		const ahead = { ...server, skewMillis: YEARS, lastExchangeAt: '2029-07-19T02:00:00.000Z' };
		expect(todayOf(at('2029-07-19T02:10:00Z'), ahead, 0)).toBe('2026-07-20');
		expect(todayOf(at('2029-07-22T02:00:00Z'), ahead, 0)).toBe('2026-07-23');
		expect(todayOf(at('2026-07-24T02:00:00Z'), ahead, 0)).toBe('2026-07-24');
	});

	it('adds nothing to a clock that was behind: set right, it would be ahead', () => {
		const behind = { ...server, skewMillis: -YEARS, lastExchangeAt: '2023-07-21T02:00:00.000Z' };
		expect(todayOf(at('2023-07-21T03:00:00Z'), behind, 0)).toBe('2026-07-20');
		expect(todayOf(at('2026-07-22T02:00:00Z'), behind, 0)).toBe('2026-07-22');
	});
});
