import { expect, it } from 'vitest';
import { Progress } from './progress.ts';

it('names the lowest seed that is not played, and what is left of the whole', () => {
	const progress = new Progress(11, 20);
	for (const seed of [12, 11, 14]) progress.done(seed);
	expect(progress.next).toBe(13);
	expect(progress.line(3 * 3_600_000)).toBe(
		'3 seeds played, 7 left up to seed 20, 7 h 0 min to go; stopped now, --from 13 goes on'
	);
	progress.done(13);
	expect(progress.next).toBe(15);
	for (let seed = 15; seed <= 20; seed++) progress.done(seed);
	expect(progress.line(60_000)).toBe('10 seeds played, 0 left up to seed 20, 0 s to go');
});
