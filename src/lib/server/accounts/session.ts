/** Sessions: 256-bit tokens in HttpOnly cookies, of which only the SHA-256 is stored; revocable one by one. */
import { createHash } from 'node:crypto';
import type { Trx } from '#lib/server/database/schema.ts';
import type { SessionCookieOptions } from './contract.ts';
import { hashSecret, newToken } from './secret.ts';

export const PHONE_SESSION_DAYS = 180;
export const DESK_SESSION_HOURS = 12;
export const DESK_COOKIE = 'lf_desk';

export type SessionType = 'phone' | 'desk';

/** People open the product by https: then cookies are Secure. */
export const isSecure = (config: { readonly origin: string }): boolean => config.origin.startsWith('https:');

const HOUR = 3_600_000;
export const sessionMillis = (kind: SessionType): number =>
	kind === 'phone' ? PHONE_SESSION_DAYS * 24 * HOUR : DESK_SESSION_HOURS * HOUR;

/** Name of the cookie that holds one account's phone session; several people share a phone. */
export function phoneCookie(account: string): string {
	return `lf_${createHash('sha256').update(account).digest('hex').slice(0, 16)}`;
}

/**
 * Phones: Strict, only the app itself asks the server. The desk: Lax, so that a link from a chat opens signed in.
 * Secure only on https: on http://localhost some browsers drop such cookies.
 */
export function sessionCookie(kind: SessionType, secure: boolean): SessionCookieOptions {
	return {
		path: '/',
		httpOnly: true,
		sameSite: kind === 'phone' ? 'strict' : 'lax',
		secure,
		maxAge: Math.floor(sessionMillis(kind) / 1000)
	};
}

/** Opens a session and gives its token, the only time it is seen. */
export async function openSession(
	trx: Trx,
	now: Date,
	kind: SessionType,
	account: string,
	device: string | null
): Promise<{ token: string; expiresAt: string }> {
	const token = newToken();
	const expiresAt = new Date(now.getTime() + sessionMillis(kind)).toISOString();
	await trx
		.insertInto('account_session')
		.values({
			token_hash: hashSecret(token),
			account_id: account,
			device_id: device,
			created_at: now.toISOString(),
			expires_at: expiresAt,
			revoked_at: null,
			kind
		})
		.execute();
	return { token, expiresAt };
}

/** Ends one session, or all of an account but one (after a change of password). */
export async function endSessions(
	trx: Trx,
	now: Date,
	which: { token: string } | { account: string; kind?: SessionType; except?: string }
): Promise<void> {
	let update = trx
		.updateTable('account_session')
		.set({ revoked_at: now.toISOString() })
		.where('revoked_at', 'is', null);
	if ('token' in which) update = update.where('token_hash', '=', hashSecret(which.token));
	else {
		update = update.where('account_id', '=', which.account);
		if (which.kind) update = update.where('kind', '=', which.kind);
		if (which.except) update = update.where('token_hash', '!=', hashSecret(which.except));
	}
	await update.execute();
}
