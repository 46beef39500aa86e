import type { SyncRandom } from './ports.ts';

const FIRST_WAIT = 2_000;

/**
 * How long to wait after so many failures in a row, milliseconds. Full jitter: anywhere up to the doubled wait (AWS
 * Architecture Blog, "Exponential Backoff And Jitter").
 */
export function backOffWait(random: SyncRandom, failures: number, most: number): number {
	const longest = Math.min(most, FIRST_WAIT * 2 ** Math.min(failures, 12));
	return FIRST_WAIT + random.fraction() * (longest - FIRST_WAIT);
}
