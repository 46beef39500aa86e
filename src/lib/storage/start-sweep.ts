import type { CursorRow } from './schema.ts';

/** The cursor of a scope that is pulled from 0: what does not come again is swept away at the end. */
export function startSweep(scope: string, gen: number, before: CursorRow | undefined): CursorRow {
	const sweep = (before?.sweep ?? 0) + 1;
	return { scope, gen, seq: 0, sweep, sweeping: true, count: 0, hash: 0 };
}
