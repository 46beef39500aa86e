import { createRandom } from '#tests/phone/test-phone.ts';
import type { PhonePorts } from '../phone-ports.ts';
import type { Fetch } from '../session.ts';

/** What a server says to whoever signs in. */
export function signedInAs(id: string): Response {
	const account = { id, login: id, zh: id, en: id, team: null };
	const answer = { account, grants: [], grantsRev: 1, serverId: 's', epoch: 1, expiresAt: '' };
	return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
}

/** Anybody is let in. */
export const letIn: Fetch = (_url, { body }) => {
	const { login } = JSON.parse(String(body)) as { login?: string };
	return Promise.resolve(signedInAs(login ?? 'enrolled'));
};

/** Of a phone without a server: nothing is exchanged, and no time passes by itself. */
export function createPhonePorts(
	given: Pick<PhonePorts, 'store' | 'indexedDB'> & { readonly now: () => number } & Partial<PhonePorts>
): PhonePorts {
	const { now, ...ports } = given;
	const done = () => Promise.resolve();
	return {
		clock: { now, after: () => () => {} },
		randomness: createRandom(3),
		fetch: letIn,
		buildMillis: 0,
		deviceLabel: 'test',
		measureStorage: () => Promise.resolve({ usedBytes: null, freeBytes: null, persistent: null }),
		askPersistence: () => Promise.resolve(null),
		painted: done,
		startSync: () => ({ saved: () => {}, syncNow: done, visible: () => {}, stop: done }),
		onVersionChange: () => {},
		...ports
	};
}
