import type { RequestEvent } from '@sveltejs/kit';
import { RateLimit } from '#lib/server/http/rate-limit.ts';
import { admitPhone } from '#lib/server/sync/admit-phone.ts';
import { answerUpload } from './answer-upload.ts';
import { Turns } from './turns.ts';

/** Requests about files, of one phone of one account: 600 at once and five a second after that, apart from its exchange. */
const requests = new RateLimit(600, 120, 200_000);
const turns = new Turns();

const NOTHING: AsyncIterable<Uint8Array> = {
	async *[Symbol.asyncIterator]() {
		yield* [];
	}
};

/** A request of `protocol/upload.ts`. A revoked phone may still send, as it may still push. */
export async function answerPhoneUpload(event: RequestEvent, id: string | null): Promise<Response> {
	const { database, ports, files: stores } = event.locals;
	const now = ports.clock();
	const who = await admitPhone(database, event, now, requests);
	if (!who.ok) return who.response;
	const { account, device } = who.identity;
	const { method, headers, body } = event.request;
	const { status, headers: said } = await answerUpload(
		{ database, turns, now, ...stores },
		{ account: account.id, device: device.id },
		{ method, id, header: (name) => headers.get(name), pieces: body ?? NOTHING }
	);
	return new Response(null, { status, headers: said });
}
