/** Sign-in, enrolment and sign-out over the network. Loaded when somebody signs in, not with the first screen. */
import {
	authFailure,
	signedIn,
	type AuthFailure,
	type SignedIn,
	type enrolRequest,
	type signInRequest
} from '#lib/protocol/auth.ts';
import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import type { z } from 'zod';
import { withDeadline } from './ports.ts';

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;
export type SessionAnswer =
	| { readonly ok: true; readonly signedIn: SignedIn }
	| { readonly ok: false; readonly failure: AuthFailure; readonly retryAfterSeconds: number | null };

const DEADLINE = 20_000;
const NETWORK: SessionAnswer = { ok: false, failure: 'network', retryAfterSeconds: null };
const SERVER: SessionAnswer = { ok: false, failure: 'server', retryAfterSeconds: null };

/** @param read what is wanted of the answer, whose body is waited for no longer than the answer itself */
function post<Answer>(
	fetch: Fetch,
	[path, body, account]: readonly [path: string, body: unknown, account?: string],
	read: (response: Response) => Answer | Promise<Answer>
): Promise<Answer> {
	return withDeadline(DEADLINE, async (signal) =>
		read(
			await fetch(path, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					accept: 'application/json',
					...(account ? { [ACCOUNT_HEADER]: account } : {})
				},
				body: JSON.stringify(body),
				credentials: 'same-origin',
				cache: 'no-store',
				redirect: 'error',
				signal
			})
		)
	);
}

async function ask(fetch: Fetch, path: string, body: unknown): Promise<SessionAnswer> {
	try {
		return await post(fetch, [path, body], async (response) => {
			// A captive portal answers pages, not JSON: for the person that is "no network".
			if (!(response.headers.get('content-type') ?? '').includes('json'))
				return response.status >= 500 ? SERVER : NETWORK;
			return read(response.ok, await response.json());
		});
	} catch {
		return NETWORK;
	}
}

function read(isOk: boolean, answer: unknown): SessionAnswer {
	if (isOk) {
		const known = signedIn.safeParse(answer);
		return known.success ? { ok: true, signedIn: known.data } : SERVER;
	}
	const known = authFailure.safeParse(answer);
	if (!known.success) return SERVER;
	const { error, retryAfterSeconds } = known.data;
	return { ok: false, failure: error, retryAfterSeconds: retryAfterSeconds ?? null };
}

export function signIn(fetch: Fetch, request: z.infer<typeof signInRequest>): Promise<SessionAnswer> {
	return ask(fetch, '/api/auth/sign-in', request);
}

export function enrol(fetch: Fetch, request: z.infer<typeof enrolRequest>): Promise<SessionAnswer> {
	return ask(fetch, '/api/auth/enrol', request);
}

/** Ends the session on the server if it can be reached; on the phone it ends in any case. */
export async function endSession(fetch: Fetch, account: string): Promise<boolean> {
	try {
		return await post(fetch, ['/api/auth/sign-out', {}, account], ({ ok }) => ok);
	} catch {
		return false;
	}
}
