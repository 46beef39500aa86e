/** Starts the exchange once the first screen stands: engine, protocol and record kinds are loaded then. */
import { IDLE } from '#lib/sync/status.ts';
import type { PhonePorts, SyncRun } from './phone-ports.ts';
import { browserClock, type Clock } from './ports.ts';

type Start = Parameters<PhonePorts['startSync']>[0];

/** A reason to exchange comes earlier as a rule. */
const AGAIN = 60_000;

/** @returns at once; what is asked before the engine is loaded is done when it is */
export function startBrowserSync(
	start: Start,
	load: () => Promise<{ runSync(start: Start): Promise<SyncRun> }> = () => import('./run-sync.ts'),
	clock: Clock = browserClock
): SyncRun {
	let stopped = false;
	let cancel = () => {};
	let running: Promise<SyncRun | null> | null = null;
	const begin = async (): Promise<SyncRun | null> => {
		cancel();
		try {
			await start.painted();
			const { runSync } = await load();
			return stopped ? null : await runSync(start);
		} catch (error) {
			// A part of the app that is not there yet (first visit cut short) is a `TypeError`. Recording goes on.
			running = null;
			if (stopped) return null;
			start.app.setEngineStatus({ ...IDLE, trouble: error instanceof TypeError ? 'net' : 'local' });
			cancel = clock.after(AGAIN, run);
			return null;
		}
	};
	const run = () => (running ??= begin());
	addEventListener('online', run);
	void run();
	return {
		saved: () => void run().then((engine) => engine?.saved()),
		syncNow: async () => (await run())?.syncNow(),
		visible: () => void run().then((engine) => engine?.visible()),
		async stop() {
			stopped = true;
			cancel();
			removeEventListener('online', run);
			await (await running)?.stop();
		}
	};
}
