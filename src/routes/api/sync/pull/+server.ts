import { json } from '@sveltejs/kit';
import { outageAnswer } from '#lib/server/http/outage-answer.ts';
import { packedJson } from '#lib/server/http/packed-json.ts';
import { admitPhone } from '#lib/server/sync/admit-phone.ts';
import { answerPull } from '#lib/server/sync/answer-phone.ts';
import { readRequest } from '#lib/server/sync/read-request.ts';
import type { RequestHandler } from './$types';

/** What a phone may see: `protocol/pull.ts`. */
export const POST: RequestHandler = async (event) => {
	const { database, ports, clockGuard } = event.locals;
	const now = ports.clock();
	const who = await admitPhone(database, event, now);
	if (!who.ok) return who.response;
	const body = await readRequest(event.request);
	if (!body.ok) return json({ error: 'unreadable' }, { status: body.status });
	const { status, content } = await answerPull(database, who.identity, body.json, {
		now,
		guard: clockGuard
	});
	if (status === 503) return outageAnswer();
	return packedJson(event.request, content, status);
};
