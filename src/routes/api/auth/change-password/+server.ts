import { json } from '@sveltejs/kit';
import { changePasswordRequest, type PasswordFailure } from '#lib/protocol/auth.ts';
import { authenticateDevice } from '#lib/server/accounts/authenticate-device.ts';
import { changePassword } from '#lib/server/accounts/set-password.ts';
import { isSecure } from '#lib/server/accounts/session.ts';
import { readBody } from '#lib/server/accounts/auth-answer.ts';
import type { RequestHandler } from './$types';

const STATUS: Readonly<Record<PasswordFailure, number>> = {
	malformed: 400,
	'no-session': 401,
	wrong: 403,
	closed: 403,
	locked: 423,
	short: 422,
	long: 422,
	common: 422,
	'like-login': 422
};
const failed = (error: PasswordFailure, retryAfterSeconds?: number) =>
	json({ error, retryAfterSeconds }, { status: STATUS[error] });

/** Changes the own password from a phone; phones stay signed in. */
export const POST: RequestHandler = async (event) => {
	const { database, config } = event.locals;
	const answer = await authenticateDevice(database, event, new Date(), isSecure(config));
	if (!answer.ok || answer.identity.device.revoked) return failed('no-session');
	const request = await readBody(event.request, changePasswordRequest);
	if (!request) return failed('malformed');
	const { account } = answer.identity;
	const result = await changePassword(
		database,
		account,
		request.current,
		request.next,
		undefined,
		new Date()
	);
	if (result.ok) return new Response(null, { status: 204 });
	return failed(result.error, 'retryAfterSeconds' in result ? result.retryAfterSeconds : undefined);
};
