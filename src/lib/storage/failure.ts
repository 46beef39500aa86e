/** What can go wrong with the phone's own storage; each has its sentence (`trouble_local` and its siblings). */
export const STORAGE_FAILURES = ['quota', 'lost', 'silent', 'blocked', 'read-only', 'revoked'] as const;
export type StorageFailureCode = (typeof STORAGE_FAILURES)[number];

/**
 * `quota`: no space, also after the reserve was given up. `lost`: the browser closed or lost the database and did not give
 * it back. `silent`: it does not answer in time, as while another page that sleeps holds the database. `blocked`: another tab
 * holds an older version open. `read-only`: written by a newer version of the app. `revoked`: what is
 * here of the person is about to be erased.
 */
export class StorageFailure extends Error {
	readonly code: StorageFailureCode;

	constructor(code: StorageFailureCode, cause?: unknown) {
		super(`storage: ${code}`, { cause });
		this.name = 'StorageFailure';
		this.code = code;
	}
}

/** Names of a Dexie or DOM error and all it wraps. */
export function errorNames(error: unknown): string[] {
	const names: string[] = [];
	let at: unknown = error;
	for (let depth = 0; depth < 6 && at && typeof at === 'object'; depth++) {
		if ('name' in at && typeof at.name === 'string') names.push(at.name);
		at = 'inner' in at && at.inner ? at.inner : 'cause' in at ? at.cause : null;
	}
	return names;
}

const LOST = new Set([
	'InvalidStateError',
	'UnknownError',
	'DatabaseClosedError',
	'TransactionInactiveError'
]);

export function isLostConnection(error: unknown): boolean {
	return errorNames(error).some((name) => LOST.has(name));
}

export function isQuota(error: unknown): boolean {
	return errorNames(error).includes('QuotaExceededError');
}

/** The database may be there and whole: something else holds it. */
export function isSilent(error: unknown): boolean {
	return error instanceof StorageFailure && (error.code === 'silent' || error.code === 'blocked');
}
