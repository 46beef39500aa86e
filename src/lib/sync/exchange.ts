/**
 * One request to the server and the question whether its answer counts: status, content type, JSON, nonce, server. What
 * does not count is a trouble, and nothing of it is applied.
 */
import type { z } from 'zod';
import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import { MALFORMED } from './exchange-operations.ts';
import type { Compress, ExchangePorts, HttpAnswer } from './ports.ts';
import { SyncTrouble } from './trouble.ts';

const DEADLINE = 30_000;
/** A body has a millisecond for each byte besides, which 1 kB a second is enough for: so much at most. */
const MOST_GROWTH = 300_000;
/** Bytes of a body that got no answer above which a smaller one may well get through. */
const LARGE = 10_000;
/** Cause of the trouble when the way lets nothing so big through, or seems to: our server was not asked. */
export const LIMIT_ON_THE_WAY = 'limit on the way';
/** Longest wait that a server may ask for, seconds. */
const LONGEST_WAIT = 3_600;

export function newNonce(ports: Pick<ExchangePorts, 'random'>): string {
	return [...ports.random.bytes(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Seconds that the server asked to wait, or null. */
export function waitOf(answer: Pick<HttpAnswer, 'retryAfter'>, now: number): number | null {
	if (!answer.retryAfter) return null;
	const seconds = /^\d+$/.test(answer.retryAfter)
		? Number(answer.retryAfter)
		: Math.ceil((Date.parse(answer.retryAfter) - now) / 1000);
	return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), LONGEST_WAIT) : null;
}

/** Proxies have limits of their own, and some of them speak JSON as well. */
function isOurLimit(answer: HttpAnswer): boolean {
	return answer.contentType.includes('json') && /"error":\s*"(too-big|unreadable)"/.test(answer.text);
}

/** @throws SyncTrouble for every status but 200 */
function checkStatus(answer: HttpAnswer, now: number): void {
	const isJson = answer.contentType.includes('json');
	switch (answer.status) {
		case 200:
			return;
		case 401:
			// A portal may ask for its own password; only our server says so in JSON.
			throw new SyncTrouble(isJson ? 'auth' : 'portal');
		case 403:
			throw new SyncTrouble(isJson ? 'device' : 'portal');
		case 413:
			if (isOurLimit(answer)) throw new SyncTrouble('too-big');
			throw new SyncTrouble('portal', null, LIMIT_ON_THE_WAY);
		case 426:
			throw new SyncTrouble('upgrade');
		case 429:
		case 503:
			throw new SyncTrouble('busy', waitOf(answer, now));
	}
	if (answer.status < 400) throw new SyncTrouble('portal');
	const cause = isJson && answer.status === 400 ? MALFORMED : undefined;
	throw new SyncTrouble(isJson || answer.status >= 500 ? 'server' : 'portal', null, cause);
}

interface Envelope {
	readonly nonce: string;
	readonly serverId: string;
}

async function pack(
	text: string,
	compress: Compress
): Promise<{ body: Uint8Array<ArrayBuffer>; encoding: Readonly<Record<string, string>> }> {
	const plain = new TextEncoder().encode(text);
	if (!compress || plain.length < 1_000) return { body: plain, encoding: {} };
	return { body: await compress(plain), encoding: { 'content-encoding': 'gzip' } };
}

/**
 * Sends `request` and gives back the checked answer.
 * @param serverId the server this phone belongs to, or null before it is known
 * @throws SyncTrouble
 */
export async function exchange<Answer extends Envelope>(
	ports: ExchangePorts,
	path: string,
	request: { readonly nonce: string },
	schema: z.ZodType<Answer>,
	serverId: string | null
): Promise<Answer> {
	const { body, encoding } = await pack(JSON.stringify(request), ports.compress);
	let answer: HttpAnswer;
	try {
		answer = await ports.http({
			path,
			headers: {
				'content-type': 'application/json',
				accept: 'application/json',
				[ACCOUNT_HEADER]: ports.identity.accountId,
				...encoding
			},
			body,
			deadlineMillis: DEADLINE + Math.min(body.length, MOST_GROWTH)
		});
	} catch (error) {
		throw new SyncTrouble('net', null, body.length > LARGE ? LIMIT_ON_THE_WAY : error);
	}
	checkStatus(answer, ports.clock.now());
	if (!answer.contentType.includes('json')) throw new SyncTrouble('portal');
	let content: unknown;
	try {
		content = JSON.parse(answer.text);
	} catch (error) {
		throw new SyncTrouble('portal', null, error);
	}
	const parsed = schema.safeParse(content);
	if (!parsed.success) {
		const isOurs = typeof content === 'object' && content !== null && 'nonce' in content;
		throw new SyncTrouble(isOurs ? 'upgrade' : 'portal', null, parsed.error);
	}
	if (parsed.data.nonce !== request.nonce) throw new SyncTrouble('portal');
	if (serverId !== null && parsed.data.serverId !== serverId) throw new SyncTrouble('server');
	return parsed.data;
}
