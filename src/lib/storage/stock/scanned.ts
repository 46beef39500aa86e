/** Scope of transfers that were read from a giver's screen and did not come from the server yet. */
export const SCANNED = 'scanned';
