import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import { endSessions, phoneCookie } from '#lib/server/accounts/session.ts';
import type { RequestHandler } from './$types';

/** Ends the named account's session on this phone. What waits on the phone stays there. */
export const POST: RequestHandler = async ({ request, cookies, locals }) => {
	const cookie = phoneCookie(request.headers.get(ACCOUNT_HEADER) ?? '');
	const token = cookies.get(cookie);
	if (token) await locals.database.transaction((trx) => endSessions(trx, new Date(), { token }));
	cookies.delete(cookie, { path: '/' });
	return new Response(null, { status: 204 });
};
