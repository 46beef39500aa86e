import { isStalePlan } from './is-stale-plan.ts';
import { refusalOf } from './postgres-refusal.ts';

/**
 * SQLite's full or failing disk, a lock that did not come free, a file that cannot be opened or written; PostgreSQL's
 * classes 08 (connection), 53 (no room, no memory, no connection left), 58 (its system), and its shutting down.
 */
const CODES = /^(?:SQLITE_(?:FULL|IOERR|BUSY|CANTOPEN|READONLY|NOMEM)|08|53|58|57P0|25006|EPIPE$)/;
/** The driver says these without a code: a connection that broke, one that did not come in time. */
const WORDS =
	/connection (?:terminated|error|timeout)|not queryable|timeout exceeded when trying to connect/i;

/**
 * True where the database could not do its work and the same may go well later: nothing was done, nobody is to blame, and
 * nothing may be said of what was asked.
 */
export function isOutage(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	if (isStalePlan(error)) return true;
	const { code } = error as Error & { code?: unknown };
	if (typeof code === 'string' && CODES.test(code)) return true;
	return WORDS.test(error.message) || refusalOf(error) === 'unreachable';
}
