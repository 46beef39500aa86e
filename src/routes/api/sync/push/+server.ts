import { json } from '@sveltejs/kit';
import { outageAnswer } from '#lib/server/http/outage-answer.ts';
import { packedJson } from '#lib/server/http/packed-json.ts';
import { admitPhone } from '#lib/server/sync/admit-phone.ts';
import { answerPush } from '#lib/server/sync/answer-phone.ts';
import { readRequest } from '#lib/server/sync/read-request.ts';
import type { RequestHandler } from './$types';

/** Operations of a phone: `protocol/push.ts`. A revoked phone may still push. */
export const POST: RequestHandler = async (event) => {
	const { database, ports } = event.locals;
	const now = ports.clock();
	const who = await admitPhone(database, event, now);
	if (!who.ok) return who.response;
	const body = await readRequest(event.request);
	if (!body.ok) return json({ error: 'unreadable' }, { status: body.status });
	const { status, content } = await answerPush(database, who.identity, body.json, {
		now,
		newId: ports.newId,
		guard: event.locals.clockGuard
	});
	if (status === 503) return outageAnswer();
	return packedJson(event.request, content, status);
};
