import { MAX_ANSWER_BYTES } from '#lib/protocol/pull.ts';

/** An exchange that took no longer shows a link that carries more. */
export const QUICK = 5_000;
const FIRST_BYTES = 128_000;
const LEAST_BYTES = 32_000;

/** How much the next push carries and the next pull asks for at most; lives as long as the engine. */
export interface ExchangeSize {
	operations: number;
	/** Of rows, uncompressed. */
	bytes: number;
	/** What is behind a link that cuts would wait for a new try after each answer that came: no more until all is there. */
	grows: boolean;
}

/** Small, as nobody knows the link yet: what grows takes a few rounds, what is too large for it takes a deadline each. */
export const startSize = (): ExchangeSize => ({ operations: 50, bytes: FIRST_BYTES, grows: true });

export function growPull(size: ExchangeSize): void {
	if (size.grows) size.bytes = Math.min(MAX_ANSWER_BYTES, size.bytes * 2);
}

/** Down to where it began at once: the link may be another one now, and each try costs the person a minute. */
export function shrinkPull(size: ExchangeSize): void {
	size.grows = false;
	size.bytes = Math.max(LEAST_BYTES, Math.min(FIRST_BYTES, size.bytes / 2));
}
