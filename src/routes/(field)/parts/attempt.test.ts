import { describe, expect, it } from 'vitest';
import { Attempt } from './attempt.svelte.ts';

describe('an attempt', () => {
	it('says that it failed until it is made again', async () => {
		const attempt = new Attempt();
		expect(await attempt.run(() => Promise.reject(new Error('quota')))).toBe(false);
		expect([attempt.failed, attempt.busy]).toEqual([true, false]);
		expect(await attempt.run(() => Promise.resolve())).toBe(true);
		expect(attempt.failed).toBe(false);
	});

	it('is made once, however often its button is pressed', async () => {
		const attempt = new Attempt();
		let times = 0;
		let finish = () => {};
		const act = () => {
			times++;
			return new Promise<void>((resolve) => (finish = resolve));
		};
		const first = attempt.run(act);
		expect(await attempt.run(act)).toBe(false);
		expect(attempt.busy).toBe(true);
		finish();
		expect(await first).toBe(true);
		expect([times, attempt.busy]).toEqual([1, false]);
	});
});
