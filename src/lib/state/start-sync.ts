/** Starts the exchange once the first screen stands: engine, protocol and record kinds are loaded then. */
import type { PhonePorts, SyncRun } from './phone-ports.ts';

type Start = Parameters<PhonePorts['startSync']>[0];

/** @returns at once; what is asked before the engine is loaded is done when it is */
export function startBrowserSync(start: Start): SyncRun {
	let stopped = false;
	const running = start
		.painted()
		.then(() => import('./run-sync.ts'))
		.then(({ runSync }) => (stopped ? null : runSync(start)));
	// Without the code (first visit cut short) nothing is sent; recording goes on and the next start loads it.
	const quiet = running.catch(() => null);
	return {
		saved: () => void quiet.then((run) => run?.saved()),
		syncNow: async () => (await quiet)?.syncNow(),
		visible: () => void quiet.then((run) => run?.visible()),
		async stop() {
			stopped = true;
			await (await quiet)?.stop();
		}
	};
}
