import { json } from '@sveltejs/kit';
import { tripCountRequest } from '#lib/protocol/trip-count.ts';
import { readBody } from '#lib/server/accounts/auth-answer.ts';
import { admitPhone } from '#lib/server/sync/admit-phone.ts';
import { tripCount } from '#lib/server/sync/trip-count.ts';
import type { RequestHandler } from './$types';

/** What the server has of an own trip: `protocol/trip-count.ts`. A phone that was taken away reads nothing. */
export const POST: RequestHandler = async (event) => {
	const { database, ports } = event.locals;
	const now = ports.clock();
	const who = await admitPhone(database, event, now);
	if (!who.ok) return who.response;
	if (who.identity.device.revoked) return json({ error: 'device' }, { status: 403 });
	const request = await readBody(event.request, tripCountRequest);
	if (!request) return json({ error: 'malformed' }, { status: 400 });
	const count = await tripCount(database, who.identity.account.id, request.trip, now, request.rows);
	return json(count, { headers: { 'cache-control': 'no-store' } });
};
