/**
 * What the rest of the server may know of accounts, phones and sessions. `api/sync` calls `authenticateDevice`
 * (`authenticate-device.ts`); desk pages read `locals.desk`. Everything else of this folder is its own affair.
 */
import type { Grant } from '#lib/domain/roles.ts';

/** A person who may sign in. The telephone number is not here: only the people page reads it. */
export interface Account {
	/** Fixed, also the recorder of records (`U0001` when imported). */
	readonly id: string;
	readonly login: string;
	readonly zh: string;
	readonly en: string;
	readonly team: string | null;
	/** Instant of closing, or null. A closed account signs in nowhere; its name stays on records. */
	readonly closedAt: string | null;
}

/** One browser profile of one person. A revoked phone may still push, reads nothing. */
export interface Device {
	readonly id: string;
	readonly account: string;
	readonly revoked: boolean;
}

/** Who is behind a request of a phone. What it may do is asked in the transaction that does it. */
export interface DeviceIdentity {
	readonly account: Account;
	readonly device: Device;
}

/**
 * Why a phone's request is not accepted, always with 401. A closed account is not refused here: its phones count as
 * revoked, so that work written before can still be sent.
 */
export type DeviceRefusal = 'no-session' | 'expired';

export type DeviceAnswer =
	| { readonly ok: true; readonly identity: DeviceIdentity }
	| { readonly ok: false; readonly refusal: DeviceRefusal; readonly status: 401 };

export interface SessionCookieOptions {
	readonly path: string;
	readonly httpOnly: boolean;
	readonly sameSite: 'lax' | 'strict';
	readonly secure: boolean;
	/** Seconds. */
	readonly maxAge: number;
}

/** The part of a SvelteKit `RequestEvent` that authentication reads. */
export interface RequestLike {
	readonly request: Pick<Request, 'headers'>;
	readonly cookies: {
		get(name: string): string | undefined;
		/** Present in a SvelteKit event: the cookie is then renewed with the session. */
		set?(name: string, value: string, options: SessionCookieOptions): void;
	};
}

/** The signed-in desk account of a request: `locals.desk`. */
export interface DeskIdentity {
	readonly account: Account;
	/** Rights that stand now. */
	readonly grants: readonly Grant[];
}
