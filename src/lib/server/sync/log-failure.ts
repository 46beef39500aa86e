/** Tells the operator of an operation that failed unexpectedly; its content stays in custody and out of the log. */
export function logFailure(event: { readonly opId: string; readonly error: unknown }): void {
	const { error } = event;
	const what = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
	process.stderr.write(
		`${JSON.stringify({ level: 'error', event: 'operation-parked', opId: event.opId, what })}\n`
	);
}
