import { json } from '@sveltejs/kit';
import { sessionCodeRequest } from '#lib/protocol/session-code.ts';
import { readBody } from '#lib/server/accounts/auth-answer.ts';
import { authenticateDevice } from '#lib/server/accounts/authenticate-device.ts';
import { isSecure } from '#lib/server/accounts/session.ts';
import { sessionCode } from '#lib/server/self/session-code.ts';
import type { RequestHandler } from './$types';

/** The code of an own session of today, for the audience's phones. */
export const POST: RequestHandler = async (event) => {
	const { database, config, ports } = event.locals;
	const now = ports.clock();
	const who = await authenticateDevice(database, event, now, isSecure(config));
	if (!who.ok || who.identity.device.revoked) return json({ error: 'no-session' }, { status: 401 });
	const request = await readBody(event.request, sessionCodeRequest);
	if (!request) return json({ error: 'malformed' }, { status: 400 });
	const code = await sessionCode(database, who.identity.account.id, request.session, config.origin, now);
	return code ? json(code) : json({ error: 'no-session-code' }, { status: 404 });
};
