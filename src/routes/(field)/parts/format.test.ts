import { expect, it } from 'vitest';
import { dayOf } from './format.ts';

it('gives the calendar day in Shanghai', () => {
	expect(dayOf('2026-11-28T15:59:59.000Z')).toBe('2026-11-28');
	expect(dayOf('2026-11-28T16:00:00.000Z')).toBe('2026-11-29');
	expect(dayOf('2026-12-31T16:00:00.000Z')).toBe('2027-01-01');
});
