/**
 * Refused operations that left "needs attention" because the person saved anew or took them off, or that were sent again under
 * another id. A rescue copy of one is in no table, as if it were lost, and must not come back over what was saved since.
 */
import { getMeta, setMeta } from './meta.ts';
import type { PersonDatabase } from './schema.ts';

/** Copies of older ones were given up at some start since. */
const MOST = 500;

/** Call inside the transaction in which they leave. */
export async function noteOvertaken(database: PersonDatabase, opIds: readonly string[]): Promise<void> {
	if (opIds.length === 0) return;
	const known = (await getMeta(database, 'overtaken')) ?? [];
	await setMeta(database, 'overtaken', [...known, ...opIds].slice(-MOST));
}

export async function overtakenOf(database: PersonDatabase): Promise<ReadonlySet<string>> {
	return new Set((await getMeta(database, 'overtaken')) ?? []);
}
