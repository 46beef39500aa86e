import { expect, it } from 'vitest';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import { isKnownInstant } from './known-instant.ts';

it('knows the instants that have a day of the calendar, and no others', () => {
	const last = Date.parse('9999-12-31T15:59:59.999Z');
	expect([0, 1, last].map(isKnownInstant)).toEqual([true, true, true]);
	expect(shanghaiDay(new Date(last))).toBe('9999-12-31');
	expect([-1, last + 1, 8e15, -8e15, Number.NaN].map(isKnownInstant)).toEqual(Array(5).fill(false));
});
