/**
 * How the running product is told to stop. The listener (`src/bin`) and the pages (the built handler) are loaded as two
 * bundles and share no module, only the process: its events carry the word from one to the other.
 *
 * `streams` ends what would never end by itself, so that the listener can wait for requests under way; `database` comes
 * when the last answer is out.
 */
export type StopStep = 'streams' | 'database';

type Wait = (work: Promise<unknown>) => void;

const eventOf = (step: StopStep) => `liangfeng:stop:${step}`;

/** Does `work` once when the process reaches this step of stopping. */
export function onStop(step: StopStep, work: () => Promise<unknown>): void {
	// Not one of Node's own events: its types do not know the name.
	(process as NodeJS.EventEmitter).once(eventOf(step), (wait: Wait) => wait(work()));
}

/** Reaches a step and waits until all that was asked for it is done; what fails is thrown when the rest has ended. */
export async function stopStep(step: StopStep): Promise<void> {
	const works: Promise<unknown>[] = [];
	const wait: Wait = (work) => void works.push(work);
	(process as NodeJS.EventEmitter).emit(eventOf(step), wait);
	const failed = (await Promise.allSettled(works)).find((one) => one.status === 'rejected');
	if (failed) throw failed.reason;
}
