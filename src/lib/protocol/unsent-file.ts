/**
 * How much one file of unsent work carries (`state/unsent-file.ts` writes it, `server/desk/unsent.ts` takes it). A phone that
 * holds more writes several, which are taken in their order, whatever order they are brought in: what changes a record comes
 * after what made it.
 */
export const FILE_LIMITS = {
	operations: 10_000,
	/** Of the file as it lies on the stick. */
	bytes: 10_000_000
} as const;

/** Counters of a phone's operations, first and last. */
export type CounterRange = readonly [from: number, to: number];

/** Which of several files one is, and what has to be there before it: the counters of each earlier one's operations. */
export interface UnsentPart {
	/** From 1. */
	readonly n: number;
	readonly of: number;
	readonly earlier: readonly (readonly CounterRange[])[];
}
