import { expect, it } from 'vitest';
import { loadOnce } from './load-once.ts';

it('loads once for all who ask, and again for who asks after it failed', async () => {
	let tries = 0;
	const part = loadOnce(() => (++tries === 1 ? Promise.reject(new Error('cut')) : Promise.resolve(tries)));
	await expect(Promise.all([part(), part()])).rejects.toThrow('cut');
	expect(tries).toBe(1);
	expect(await Promise.all([part(), part()])).toEqual([2, 2]);
	expect(await part()).toBe(2);
});
