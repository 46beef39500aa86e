/**
 * PostgreSQL refuses a statement that was prepared before a newer version of the product gave its table another column, for as
 * long as the connection lives. The function that says so is named in whatever language it speaks; relatives have only the words.
 */
export function isStalePlan(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const { code, routine } = error as Error & { code?: unknown; routine?: unknown };
	if (code !== '0A000') return false;
	return (
		routine === 'RevalidateCachedQuery' || /cached plan must not change result type/i.test(error.message)
	);
}
