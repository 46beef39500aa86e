import { describe, expect, it } from 'vitest';
import { m } from '#lib/i18n.ts';
import { checkCode, checkTrip } from './check.ts';
import { checkSentence } from './check-sentence.ts';
import { factsOf, recordsOf } from './testing/trip-facts.ts';

const facts = (records: number, count: number, hash: number) =>
	factsOf({ records: recordsOf(records), confirmed: { count, hash } });
const server = (count: number, hash: number, rows?: { count: number; hash: number }) => ({
	...{ trip: 't', count, hash, at: '2025-07-09T10:00:00.000Z' },
	...(rows ? { rows } : {})
});
const NONE = { count: 0, hash: 0 };

describe('the phone against the server', () => {
	it('is equal only when number and hash are, and nothing waits', () => {
		expect(checkTrip(facts(3, 3, 77), server(3, 77, NONE))).toMatchObject({
			is: 'equal',
			phone: 3,
			server: 3
		});
		expect(checkTrip(facts(4, 3, 77), server(3, 77, NONE))).toMatchObject({ is: 'rest', phone: 4, rest: 1 });
		expect(checkTrip(facts(3, 3, 77), server(3, 78, NONE)).is).toBe('differs');
		expect(checkTrip(facts(3, 3, 77), server(4, 77, NONE)).is).toBe('differs');
		expect(checkTrip(facts(3, 3, 77), null)).toMatchObject({ is: 'unasked', server: null });
	});

	it('takes in the rows of persons: they are in number, hash and code, and one that waits is a rest', () => {
		const handout = factsOf({
			...{ records: recordsOf(1), confirmed: { count: 1, hash: 5 } },
			...{ rows: recordsOf(3), confirmedRows: { count: 2, hash: 9 } }
		});
		const check = checkTrip(handout, server(1, 5, { count: 2, hash: 9 }));
		expect(check).toMatchObject({ is: 'rest', phone: 4, rest: 1, server: 3, code: checkCode(14) });
		expect(checkTrip({ ...handout, rows: recordsOf(2) }, server(1, 5, { count: 2, hash: 9 })).is).toBe(
			'equal'
		);
		expect(checkTrip(handout, server(1, 5, { count: 2, hash: 8 })).is).toBe('differs');
		expect(checkTrip(handout, server(1, 5, { count: 3, hash: 9 })).is).toBe('differs');
		// Two faults that add up to nothing are two faults.
		expect(checkTrip(handout, server(1, 6, { count: 2, hash: 8 })).is).toBe('differs');
	});

	it('tells an older server’s phone of no difference: what that one does not count is not compared', () => {
		const handout = factsOf({
			...{ records: recordsOf(1), confirmed: { count: 1, hash: 5 } },
			...{ rows: recordsOf(3), confirmedRows: { count: 2, hash: 9 } }
		});
		expect(checkTrip(handout, server(1, 5))).toMatchObject({ is: 'equal', phone: 1, rest: 0, server: 1 });
	});

	it('says of each answer what it is, and of a session that ended no word of the network', () => {
		const said = (...parts: Parameters<typeof checkTrip>) => checkSentence(checkTrip(...parts));
		const three = facts(3, 3, 77);
		expect(said(three, server(3, 77, NONE))).toBe(m.day_end_check_equal({ phone: 3, server: 3 }));
		expect(said(facts(4, 3, 77), server(3, 77, NONE))).toBe(
			m.day_end_check_rest({ phone: 4, rest: 1, server: 3 })
		);
		expect(said(three, server(4, 1, NONE))).toBe(m.day_end_check_differs({ confirmed: 3, server: 4 }));
		expect(said(three, 'net')).toBe(m.day_end_check_unasked({ phone: 3 }));
		expect(said(three, 'auth')).toBe(m.day_end_check_signed_out({ phone: 3 }));
		expect(said(three, 'failed')).toBe(m.day_end_check_failed({ phone: 3 }));
	});

	it('has a code that is read out in groups, and none while nothing is confirmed', () => {
		expect(checkCode(0)).toBe('0000-0000-0000');
		expect(checkCode(2 ** 48 - 1)).toBe('FFFF-FFFF-FFFF');
		expect(checkTrip(facts(1, 0, 0), null).code).toBeNull();
	});
});
