/** SQLite's busy, PostgreSQL's serialization failure and deadlock: the same transaction may succeed the next time. */
export function isRetryable(error: unknown): boolean {
	const code: unknown = error instanceof Error ? (error as Error & { code?: unknown }).code : undefined;
	return typeof code === 'string' && (code.startsWith('SQLITE_BUSY') || code === '40001' || code === '40P01');
}
