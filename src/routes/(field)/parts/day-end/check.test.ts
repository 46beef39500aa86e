import { describe, expect, it } from 'vitest';
import type { LocalRecord } from '#lib/state/contract.ts';
import type { TripFacts } from '#lib/state/trip-account.ts';
import { checkCode, checkTrip } from './check.ts';

const facts = (records: number, count: number, hash: number): TripFacts => ({
	trip: undefined,
	records: Array.from({ length: records }, () => ({}) as LocalRecord),
	drafts: [],
	attention: [],
	photos: { sent: 0, total: 0, waiting: 0, refused: 0, lost: [] },
	waiting: 0,
	confirmed: { count, hash }
});
const server = (count: number, hash: number) => ({ trip: 't', count, hash, at: '2025-07-09T10:00:00.000Z' });

describe('the phone against the server', () => {
	it('is equal only when number and hash are, and nothing waits', () => {
		expect(checkTrip(facts(3, 3, 77), server(3, 77))).toMatchObject({ is: 'equal', phone: 3, server: 3 });
		expect(checkTrip(facts(4, 3, 77), server(3, 77))).toMatchObject({ is: 'rest', phone: 4, rest: 1 });
		expect(checkTrip(facts(3, 3, 77), server(3, 78)).is).toBe('differs');
		expect(checkTrip(facts(3, 3, 77), server(4, 77)).is).toBe('differs');
		expect(checkTrip(facts(3, 3, 77), null)).toMatchObject({ is: 'unasked', server: null });
	});

	it('has a code that is read out in groups, and none while nothing is confirmed', () => {
		expect(checkCode(0)).toBe('0000-0000-0000');
		expect(checkCode(2 ** 48 - 1)).toBe('FFFF-FFFF-FFFF');
		expect(checkTrip(facts(1, 0, 0), null).code).toBeNull();
	});
});
