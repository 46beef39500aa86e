import { expect, it } from 'vitest';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import { isWithinReach } from './within-reach.ts';

it('reaches the instants that have a day of four, two and two digits, and no others', () => {
	const [first, last] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T15:59:59.999Z')];
	expect([first, 0, last].map(isWithinReach)).toEqual([true, true, true]);
	expect([first, last].map((at) => shanghaiDay(new Date(at)))).toEqual(['0001-01-01', '9999-12-31']);
	expect([first - 1, last + 1, 8e15, -8e15, Number.NaN].map(isWithinReach)).toEqual(Array(5).fill(false));
});
