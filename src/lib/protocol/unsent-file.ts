/**
 * How much one file of unsent work carries (`state/unsent-file.ts` writes it, `server/desk/unsent.ts` takes it). A phone that
 * holds more writes several, to be imported in their order: what changes a record comes after what made it.
 */
export const FILE_LIMITS = {
	operations: 10_000,
	/** Of the file as it lies on the stick. */
	bytes: 10_000_000
} as const;
