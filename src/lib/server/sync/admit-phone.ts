import { authenticateDevice } from '#lib/server/accounts/authenticate-device.ts';
import type { DeviceIdentity, RequestLike } from '#lib/server/accounts/contract.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { RateLimit } from '#lib/server/http/rate-limit.ts';

/**
 * Requests of one phone of one account: 240 at once and two a second after that. A first exchange of 10,000 records is some
 * 60 requests. Nothing is counted by network address: a whole city may stand behind one.
 */
const AT_ONCE = 240;
const REFILL_SECONDS = 120;

/** Room for every phone of a large city: a bucket that is forgotten is a full one. */
const PHONES = 200_000;
const requests = new RateLimit(AT_ONCE, REFILL_SECONDS, PHONES);

export type Admitted =
	| { readonly ok: true; readonly identity: DeviceIdentity }
	| { readonly ok: false; readonly response: Response };

/** Who a phone's request under `api/sync` is from, or the answer to give: 401 without a session, 429 for too many requests. */
export async function admitPhone(
	database: ServerDatabase,
	event: RequestLike & { readonly url: URL },
	now: Date,
	limit: RateLimit = requests
): Promise<Admitted> {
	const who = await authenticateDevice(database, event, now, event.url.protocol === 'https:');
	if (!who.ok) {
		return { ok: false, response: Response.json({ error: who.refusal }, { status: who.status }) };
	}
	const { account, device } = who.identity;
	const wait = limit.take(`${account.id} ${device.id}`, now.getTime());
	return wait > 0 ? { ok: false, response: tooMany(wait) } : { ok: true, identity: who.identity };
}

/** 429 with the seconds to wait, for the client in the header and for whoever reads the body. */
export function tooMany(retryAfterSeconds: number): Response {
	return Response.json(
		{ error: 'too-many', retryAfterSeconds },
		{ status: 429, headers: { 'retry-after': String(retryAfterSeconds) } }
	);
}
