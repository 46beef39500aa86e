/** An exchange that took no longer shows a link that carries more. */
export const QUICK = 5_000;
/** Bytes of a pull as nobody knows the link yet: what grows takes a few rounds, what is too large a deadline each time. */
export const FIRST_BYTES = 256_000;

/** How much the next push carries and the next pull asks for at most, and what came of it; lives as long as the engine. */
export interface ExchangeSize {
	operations: number;
	/** Of rows, uncompressed. */
	bytes: number;
	/** What is behind a link that cuts would wait for a new try after each answer that came: no more until all is there. */
	grows: boolean;
	/** Work was answered, or rows came. */
	hasMoved: boolean;
}

export const startSize = (): ExchangeSize => ({
	operations: 50,
	bytes: FIRST_BYTES,
	grows: true,
	hasMoved: false
});
