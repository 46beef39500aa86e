/** Revision numbers that this phone was told before it heard of a restore, as the server counts now. */
import type { ServerFacts } from './meta.ts';

/**
 * A revision that an operation was written on, as the server counts now: since a restore numbers are given again, and of what was
 * written before this phone heard of it only the first is what it was.
 */
export const presentRevision = (
	{ n, baseRev }: { readonly n: number; readonly baseRev: number },
	server: ServerFacts | undefined
): number => (n <= (server?.beforeRestore ?? -1) ? Math.min(baseRev, 1) : baseRev);

/** The same of what a record stood at that the server did not tell since. */
export const ofBefore = <Base extends { readonly rev: number }>(
	base: Base | null,
	server: ServerFacts | undefined
): Base | null =>
	base && server?.beforeRestore !== undefined ? { ...base, rev: Math.min(base.rev, 1) } : base;
