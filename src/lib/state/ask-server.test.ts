import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askServer } from './ask-server.ts';
import { signIn, type Fetch } from './session.ts';

/** Never answers; ends only when it is told to. */
const silent: Fetch = (_path, { signal }) =>
	new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));

const { timeout } = AbortSignal;
beforeEach(() => {
	vi.useFakeTimers();
	// As in Chromium before 103 and Safari before 16.
	Reflect.deleteProperty(AbortSignal, 'timeout');
});
afterEach(() => {
	vi.useRealTimers();
	AbortSignal.timeout = timeout;
});

it('a server that does not answer is no network after a while, in old browsers too', async () => {
	const asked = askServer(silent, 'acc-1', '/api/x', {});
	const answer = signIn(silent, { login: 'one', password: 'secret', deviceId: '', deviceLabel: '' });
	await vi.advanceTimersByTimeAsync(20_000);
	expect(await asked).toBeNull();
	expect(await answer).toMatchObject({ ok: false, failure: 'network' });
	expect(vi.getTimerCount()).toBe(0);
});
