import { json } from '@sveltejs/kit';
import { hashSecret } from '#lib/server/accounts/secret.ts';
import { phoneCookie } from '#lib/server/accounts/session.ts';
import { liveResponse } from '#lib/server/live/live-response.ts';
import { admitPhone } from '#lib/server/sync/admit-phone.ts';
import type { RequestHandler } from './$types';

/** Tells a phone that there is something to pull: `protocol/live.ts`. */
export const GET: RequestHandler = async (event) => {
	// HEAD is answered by GET; there would be nobody to read the stream.
	if (event.request.method !== 'GET') return json({ error: 'method' }, { status: 405 });
	const { database, ports } = event.locals;
	const who = await admitPhone(database, event, ports.clock());
	if (!who.ok) return who.response;
	const { account, device } = who.identity;
	if (device.revoked) return json({ error: 'revoked' }, { status: 403 });
	const session = hashSecret(event.cookies.get(phoneCookie(account.id)) ?? '');
	return liveResponse(event.locals.live, { account: account.id, device: device.id, session });
};
