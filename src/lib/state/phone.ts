/**
 * What the sign-in and account screens may ask: who is on this phone, and how one of them opens the app.
 * `open-phone.ts` builds it for the browser.
 */
import type { AuthFailure } from '#lib/protocol/auth.ts';
import type { FieldApp, PhonePerson } from './contract.ts';

/** `storage`: the phone's database cannot be opened (the sentence is `trouble_local`). */
export type SignInFailure = AuthFailure | 'storage';
export type SignInResult =
	| { readonly ok: true; readonly app: FieldApp }
	| { readonly ok: false; readonly failure: SignInFailure; readonly retryAfterSeconds: number | null };

/** `pin-wait`: five wrong PINs, wait `retryAfterSeconds`. `signed-out`: sign in again, with network. `erased`: this phone was revoked and its data removed. `silent`: the phone's database does not answer. */
export const OPEN_FAILURES = [
	'no-such-person',
	'signed-out',
	'pin-needed',
	'pin-wrong',
	'pin-wait',
	'erased',
	'storage',
	'silent'
] as const;
export type OpenFailure = (typeof OPEN_FAILURES)[number];
export type OpenResult =
	| { readonly ok: true; readonly app: FieldApp }
	| { readonly ok: false; readonly failure: OpenFailure; readonly retryAfterSeconds: number | null };

export type PinResult = 'set' | 'pin-wrong' | 'too-short';

/**
 * `unsent`: work waits on this phone; erasing was refused and nothing changed. `waiting` is null where nobody can say how much:
 * copies of unsent work cannot be read.
 */
export type SignOutResult =
	{ readonly ok: true } | { readonly ok: false; readonly failure: 'unsent'; readonly waiting: number | null };

export interface Phone {
	/** Persons on this phone, last used first. Reactive. */
	readonly persons: readonly PhonePerson[];
	/** The app that is open now, or null. Reactive. */
	readonly app: FieldApp | null;

	listPersons(): Promise<readonly PhonePerson[]>;
	/** Needs the network once. Also the way to sign in again when a session has ended: the open app stays open. */
	signIn(login: string, password: string): Promise<SignInResult>;
	/** With a one-time code from a coordinator, typed or scanned. */
	enrol(code: string): Promise<SignInResult>;
	/** Works offline. The person opened last and without a PIN opens by id alone. */
	openPerson(id: string, pin?: string): Promise<OpenResult>;
	/** Opens the only person of the phone, who is signed in and without a PIN; null where there is somebody to ask. */
	openAlone(): Promise<OpenResult> | null;
	/** Settles when the first screen has been drawn, whichever it is: what it does not need is begun then. */
	drawn(): Promise<void>;
	/** Leaves the open app; the chooser follows. Nothing is sent there: what waits goes on when the next person opens theirs. */
	closeApp(): Promise<void>;
	/** Sets, changes (needs the present one) or removes (null) the PIN of the open person; 4 to 12 digits. */
	setPin(pin: string | null, current?: string): Promise<PinResult>;
	/** Ends the session. `erase` also removes this person's data from the phone, refused while work is unsent. */
	signOut(id: string, options?: { erase?: boolean }): Promise<SignOutResult>;
}
