import { isStalePlan } from './is-stale-plan.ts';

/** Another transaction wrote the same meanwhile; the same transaction again will find it. */
export class MetError extends Error {
	constructor(what: string) {
		super(`another transaction wrote the same ${what}`);
		this.name = 'MetError';
	}
}

/** Keys on which two writers of the same operation or record can meet; met again, the earlier one is found and read. */
const MET = new Set(['operation_pk', 'record_pk', 'record_revision_pk']);

/**
 * SQLite's busy; PostgreSQL's serialization failure, deadlock, keys that another transaction took meanwhile and statements that
 * were prepared before its tables changed: the same transaction may succeed the next time.
 */
export function isRetryable(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	if (error instanceof MetError || isStalePlan(error)) return true;
	const { code, constraint } = error as Error & { code?: unknown; constraint?: unknown };
	if (typeof code !== 'string') return false;
	if (code.startsWith('SQLITE_BUSY') || code === '40001' || code === '40P01') return true;
	return code === '23505' && typeof constraint === 'string' && MET.has(constraint);
}
