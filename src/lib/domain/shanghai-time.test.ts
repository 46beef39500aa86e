import { expect, it } from 'vitest';
import { shanghaiTime } from './shanghai-time.ts';

it('is the day and minute people there read from the clock', () => {
	expect(shanghaiTime('2026-07-31T16:05:59.900Z')).toBe('2026-08-01 00:05');
	expect(shanghaiTime('soon')).toBe('');
});
