/**
 * Sign-in, enrolment and sign-out of a phone, `POST /api/auth/*`, JSON both ways.
 *
 * `/api/auth/sign-in` takes login, password and the device's own id; `/api/auth/enrol` a one-time code (typed or from a
 * QR code) instead. Both answer `signedIn` and set one HttpOnly cookie per account. Failures answer `authFailure` with
 * 400, 401, 403, 423 (locked) or 429; the sentence for people is the catalogue's `auth_<code>`.
 */
import { z } from './zod.ts';
import { grantView } from './pull.ts';
import { sealingKey } from './sealed-file.ts';

export const signInRequest = z.object({
	login: z.string().min(1).max(60),
	password: z.string().min(1).max(200),
	deviceId: z.string().max(64),
	deviceLabel: z.string().max(80)
});
export const enrolRequest = z.object({
	code: z.string().min(6).max(80),
	deviceId: z.string().max(64),
	deviceLabel: z.string().max(80)
});
/** Of the phone this browser was before it lost its databases: what it last said that it had not sent. */
export const formerPhone = z.object({
	unsent: z.number().int().nonnegative(),
	/** When the oldest of it was saved; ISO instant. */
	oldest: z.string().nullable(),
	/** The last exchange; what was saved after it nobody knows. */
	seenAt: z.string().nullable()
});
export type FormerPhone = z.infer<typeof formerPhone>;
export const signedIn = z.object({
	account: z.object({
		id: z.string(),
		login: z.string(),
		zh: z.string(),
		en: z.string(),
		team: z.string().nullable()
	}),
	grants: z.array(grantView),
	grantsRev: z.number().int(),
	serverId: z.string(),
	epoch: z.number().int(),
	expiresAt: z.string(),
	/** What this phone seals its files with; absent in answers of older servers. */
	sealing: sealingKey.optional(),
	former: formerPhone.optional()
});
export type SignedIn = z.infer<typeof signedIn>;
export const AUTH_FAILURES = [
	'malformed',
	'wrong',
	'locked',
	'too-many',
	'closed',
	'code-used',
	'code-expired',
	'device-revoked',
	'network',
	'server'
] as const;
export type AuthFailure = (typeof AUTH_FAILURES)[number];
export const authFailure = z.object({
	error: z.enum(AUTH_FAILURES),
	retryAfterSeconds: z.number().optional()
});

/**
 * `/api/auth/change-password`, with the account header and its session: 204, or `passwordFailure` with 400, 401, 403,
 * 422 (the new password breaks a rule) or 423. The sentence is the catalogue's `password_<code>`.
 */
export const changePasswordRequest = z.object({
	current: z.string().min(1).max(200),
	next: z.string().min(1).max(400)
});
export const PASSWORD_FAILURES = [
	'malformed',
	'no-session',
	'wrong',
	'locked',
	'closed',
	'short',
	'long',
	'common',
	'like-login'
] as const;
export type PasswordFailure = (typeof PASSWORD_FAILURES)[number];
export const passwordFailure = z.object({
	error: z.enum(PASSWORD_FAILURES),
	retryAfterSeconds: z.number().optional()
});
