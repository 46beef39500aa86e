import { json } from '@sveltejs/kit';
import { PROTOCOL_VERSION } from '#lib/protocol/push.ts';
import { pullRequest } from '#lib/protocol/pull.ts';
import { admitPhone } from '#lib/server/sync/admit-phone.ts';
import { pull } from '#lib/server/sync/pull.ts';
import { readRequest } from '#lib/server/sync/read-request.ts';
import type { RequestHandler } from './$types';

/** What a phone may see: `protocol/pull.ts`. */
export const POST: RequestHandler = async (event) => {
	const { database } = event.locals;
	const now = new Date();
	const who = await admitPhone(database, event, now);
	if (!who.ok) return who.response;
	const body = await readRequest(event.request);
	if (!body.ok) return json({ error: 'unreadable' }, { status: body.status });
	const parsed = pullRequest.safeParse(body.json);
	if (!parsed.success) return json({ error: 'malformed' }, { status: 400 });
	const request = parsed.data;
	if (request.protocol !== PROTOCOL_VERSION) return json({ error: 'protocol' }, { status: 426 });
	const { account, device } = who.identity;
	if (request.deviceId !== device.id) return json({ error: 'wrong-device' }, { status: 403 });
	const response = await pull(database, { account: account.id, device: device.id }, request, () => now);
	return json(response, { headers: { 'cache-control': 'no-store' } });
};
