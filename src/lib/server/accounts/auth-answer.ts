/** What the four routes of `api/auth` share: reading JSON, limits on failure, the cookie, the answer. */
import { json, type RequestEvent } from '@sveltejs/kit';
import type { ZodType } from 'zod';
import type { AuthFailure } from '#lib/protocol/auth.ts';
import { RateLimit } from '#lib/server/http/rate-limit.ts';
import { formerPhone } from './former-phone.ts';
import { isSecure, phoneCookie, sessionCookie } from './session.ts';
import type { PhoneSignIn } from './sign-in-phone.ts';

/** Failures of one network address: an office shares one, so only what went wrong is counted. */
export const addressFailures = new RateLimit(30, 15 * 60);

/** The caller's network address; '' when a proxy that should name it did not. */
export function addressOf(event: Pick<RequestEvent, 'getClientAddress'>): string {
	try {
		return event.getClientAddress();
	} catch {
		return '';
	}
}

const STATUS: Readonly<Record<AuthFailure, number>> = {
	malformed: 400,
	wrong: 401,
	locked: 423,
	'too-many': 429,
	closed: 403,
	'code-used': 403,
	'code-expired': 403,
	'device-revoked': 403,
	network: 503,
	server: 500
};

/** A failure as the protocol writes it, with `retry-after` where there is something to wait for. */
export function authFailed(error: AuthFailure, retryAfterSeconds?: number): Response {
	return json(retryAfterSeconds ? { error, retryAfterSeconds } : { error }, {
		status: STATUS[error],
		...(retryAfterSeconds ? { headers: { 'retry-after': String(retryAfterSeconds) } } : {})
	});
}

/** The body by the protocol's schema, or null when it is none. */
export async function readBody<T>(request: Request, schema: ZodType<T>): Promise<T | null> {
	if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) return null;
	const parsed = schema.safeParse(await request.json().catch(() => null));
	return parsed.success ? parsed.data : null;
}

/** Runs a sign-in under the limit of the address, sets the account's cookie and answers. */
export async function answerSignIn<T extends { readonly deviceId: string }>(
	event: RequestEvent,
	schema: ZodType<T>,
	signIn: (request: T) => Promise<PhoneSignIn>
): Promise<Response> {
	const address = addressOf(event);
	const wait = addressFailures.wait(address, Date.now());
	if (wait > 0) return authFailed('too-many', wait);
	const request = await readBody(event.request, schema);
	if (!request) return authFailed('malformed');
	const result = await signIn(request);
	if (!result.ok) {
		addressFailures.take(address, Date.now());
		return authFailed(result.error, result.retryAfterSeconds);
	}
	const account = result.signedIn.account.id;
	const held = { account, token: event.cookies.get(phoneCookie(account)) };
	const former = await formerPhone(event.locals.database, held, request.deviceId);
	event.cookies.set(
		phoneCookie(account),
		result.token,
		sessionCookie('phone', isSecure(event.locals.config))
	);
	return json({ ...result.signedIn, ...(former ? { former } : {}) });
}
