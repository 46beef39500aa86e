import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, isIsoDate, laterOf, monthOf } from './calendar.ts';

describe('calendar', () => {
	it('knows which days exist', () => {
		expect(isIsoDate('2024-02-29')).toBe(true);
		expect(
			['2025-02-29', '2025-13-01', '2025-00-01', '2025-01-00', '0025-01-01', '2025-1-1', 'x', ''].some(
				isIsoDate
			)
		).toBe(false);
	});
	it('counts over months and years', () => {
		expect(daysBetween('2024-12-31', '2025-01-01')).toBe(1);
		expect(daysBetween('2025-03-01', '2025-02-28')).toBe(-1);
		expect(daysBetween('2025-01-01', '2025-02-30')).toBeNaN();
		expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
		expect(addDays('2025-01-01', -1)).toBe('2024-12-31');
	});
	it('gives a month its days', () => {
		expect(monthOf('2024-02-11')).toEqual({ first: '2024-02-01', last: '2024-02-29' });
		expect(monthOf('2025-12-31')).toEqual({ first: '2025-12-01', last: '2025-12-31' });
		expect(laterOf('2025-01-02', '2025-01-01')).toBe('2025-01-02');
	});
});
