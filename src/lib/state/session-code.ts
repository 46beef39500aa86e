/** The code by which a session's audience signs in: only the server can make one, so it takes a network. */
import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import { sessionCodeAnswer, type SessionCode } from '#lib/protocol/session-code.ts';
import type { Fetch } from './session.ts';

const DEADLINE = 15_000;

/** @returns `net`: no network, or a page that answers for one; `none`: the server has no such session of today for this person */
export async function askSessionCode(
	fetch: Fetch,
	account: string,
	session: string
): Promise<SessionCode | 'net' | 'none'> {
	try {
		const response = await fetch('/api/session-code', {
			method: 'POST',
			headers: { 'content-type': 'application/json', [ACCOUNT_HEADER]: account },
			body: JSON.stringify({ session }),
			credentials: 'same-origin',
			cache: 'no-store',
			redirect: 'error',
			signal: AbortSignal.timeout ? AbortSignal.timeout(DEADLINE) : null
		});
		if (!(response.headers.get('content-type') ?? '').includes('json')) return 'net';
		const answer = sessionCodeAnswer.safeParse(await response.json());
		if (response.ok && answer.success) return answer.data;
		return response.status >= 500 ? 'net' : 'none';
	} catch {
		return 'net';
	}
}
