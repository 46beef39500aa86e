/**
 * Why an exchange with the server did not succeed. Closed: a new one must get its sentence (`trouble_<code>`) and its
 * reaction here and in the engine. `local` is the phone's own storage.
 */
export const TROUBLES = [
	'net',
	'portal',
	'busy',
	'auth',
	'device',
	'upgrade',
	'too-big',
	'server',
	'local'
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** Thrown inside a cycle; never leaves the engine. */
export class SyncTrouble extends Error {
	readonly code: Trouble;
	/** Seconds the server asked to wait, or null. */
	readonly retryAfterSeconds: number | null;

	constructor(code: Trouble, retryAfterSeconds: number | null = null, cause?: unknown) {
		super(`sync: ${code}`, { cause });
		this.name = 'SyncTrouble';
		this.code = code;
		this.retryAfterSeconds = retryAfterSeconds;
	}
}

/** What is no trouble of an exchange is one of the phone's own storage. */
export function toTrouble(error: unknown): SyncTrouble {
	return error instanceof SyncTrouble ? error : new SyncTrouble('local', null, error);
}

/**
 * Of the way to the server or of its load: whoever is tried next meets it too. Any other is one person's: on a full disk what is
 * sent needs hardly any room, and makes some.
 */
export const isEverybodys = (trouble: SyncTrouble | null): boolean =>
	trouble !== null && ['net', 'portal', 'busy'].includes(trouble.code);
