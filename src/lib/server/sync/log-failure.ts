import { log } from '#lib/server/log.ts';

/** Tells the operator of an operation that failed unexpectedly; its content stays in custody and out of the log. */
export function logFailure({ opId, error }: { readonly opId: string; readonly error: unknown }): void {
	log.failure('operation-parked', opId, error);
}
