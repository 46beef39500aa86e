import type { Clock } from './ports.ts';

/** A hidden page draws nothing: then it is enough that this time has passed. */
const PATIENCE = 1_000;

/** Settles after the second frame from now has been drawn, or a second later. */
export function painted(clock: Clock): Promise<void> {
	return new Promise((resolve) => {
		clock.after(PATIENCE, resolve);
		requestAnimationFrame(() => requestAnimationFrame(() => clock.after(0, resolve)));
	});
}
