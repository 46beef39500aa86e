/** The code by which a session's audience signs in: only the server can make one, so it takes a network. */
import { sessionCodeAnswer, type SessionCode } from '#lib/protocol/session-code.ts';
import { askServer } from './ask-server.ts';
import type { Fetch } from './session.ts';

/** @returns `net`: no network, or a page that answers for one; `none`: the server has no such session of today for this person */
export async function askSessionCode(
	fetch: Fetch,
	account: string,
	session: string
): Promise<SessionCode | 'net' | 'none'> {
	const answer = await askServer(fetch, account, '/api/session-code', { session });
	if (!answer || answer.status >= 500) return 'net';
	const code = sessionCodeAnswer.safeParse(answer.json);
	return answer.status === 200 && code.success ? code.data : 'none';
}
