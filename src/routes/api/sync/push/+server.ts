import { json } from '@sveltejs/kit';
import { PROTOCOL_VERSION, pushRequest, type PushResponse } from '#lib/protocol/push.ts';
import { admitPhone } from '#lib/server/sync/admit-phone.ts';
import { push } from '#lib/server/sync/push.ts';
import { readRequest } from '#lib/server/sync/read-request.ts';
import type { RequestHandler } from './$types';

/** Operations of a phone: `protocol/push.ts`. A revoked phone may still push. */
export const POST: RequestHandler = async (event) => {
	const { database } = event.locals;
	const now = new Date();
	const who = await admitPhone(database, event, now);
	if (!who.ok) return who.response;
	const body = await readRequest(event.request);
	if (!body.ok) return json({ error: 'unreadable' }, { status: body.status });
	const parsed = pushRequest.safeParse(body.json);
	if (!parsed.success) return json({ error: 'malformed' }, { status: 400 });
	const request = parsed.data;
	if (request.protocol !== PROTOCOL_VERSION) return json({ error: 'protocol' }, { status: 426 });
	const { account, device } = who.identity;
	if (request.deviceId !== device.id) return json({ error: 'wrong-device' }, { status: 403 });

	const verdicts = await push(database, { account: account.id, device: device.id }, request, () => now);
	const meta = await database.reader
		.selectFrom('meta')
		.select(['server_id', 'epoch'])
		.executeTakeFirstOrThrow();
	const response = {
		protocol: PROTOCOL_VERSION,
		serverId: meta.server_id,
		epoch: meta.epoch,
		nonce: request.nonce,
		serverTime: now.toISOString(),
		verdicts
	} satisfies Omit<PushResponse, 'verdicts'> & { verdicts: typeof verdicts };
	return json(response, { headers: { 'cache-control': 'no-store' } });
};
