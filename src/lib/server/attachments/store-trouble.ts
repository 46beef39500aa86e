/** Why a store of photos does not do what it is asked: a closed list, each with its sentence (`photo_store_<trouble>`). */
export const STORE_TROUBLES = [
	'key',
	'secret',
	'bucket',
	'clock',
	'denied',
	'full',
	'away',
	'other'
] as const;
export type StoreTrouble = (typeof STORE_TROUBLES)[number];

/** The store did not do what it was asked; carries no key. */
export class StoreFailure extends Error {
	readonly trouble: StoreTrouble;
	/** For the log, which keeps no messages. */
	readonly code: string;

	constructor(what: string, trouble: StoreTrouble, options?: ErrorOptions) {
		super(`photo store: ${what}`, options);
		this.name = 'StoreFailure';
		this.trouble = trouble;
		this.code = `photo-store-${trouble}`;
	}
}

/** Codes of S3's error responses ("Error responses", list of error codes). */
const BY_S3_CODE: Readonly<Record<string, StoreTrouble>> = {
	InvalidAccessKeyId: 'key',
	SignatureDoesNotMatch: 'secret',
	NoSuchBucket: 'bucket',
	RequestTimeTooSkewed: 'clock',
	AccessDenied: 'denied',
	AccountProblem: 'denied',
	AllAccessDisabled: 'denied',
	SlowDown: 'away',
	ServiceUnavailable: 'away',
	InternalError: 'away'
};

/** @param body of the answer: XML with a code; empty after HEAD */
export function s3Failure(what: string, status: number, body: string): StoreFailure {
	const code = /<Code>([A-Za-z]+)<\/Code>/.exec(body)?.[1] ?? '';
	const trouble = BY_S3_CODE[code] ?? (status === 403 ? 'denied' : status >= 500 ? 'away' : 'other');
	return new StoreFailure(`${what} answered ${status} ${code}`.trim(), trouble);
}

const BY_SYSTEM_CODE: Readonly<Record<string, StoreTrouble>> = {
	ENOSPC: 'full',
	EDQUOT: 'full',
	EACCES: 'denied',
	EPERM: 'denied',
	EROFS: 'denied'
};

/** Whatever a store threw. */
export function asStoreFailure(error: unknown): StoreFailure {
	if (error instanceof StoreFailure) return error;
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return new StoreFailure(code || 'failed', BY_SYSTEM_CODE[code] ?? 'other', { cause: error });
}
