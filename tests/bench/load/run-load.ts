import type { Engine } from '../hosts.ts';
import { runLive } from '../live/run-live.ts';
import type { Report } from '../report.ts';
import { measureListening } from './listening.ts';
import { measureLoad, type LoadSize } from './measure-load.ts';
import { floorTarget, peerTarget, productTarget, type RunningTarget } from './targets.ts';

const TOGETHER = 256;

/** A server that has not served every phone by then has failed; seconds. */
const AT_MOST = 1_200;

/** Some 10,000 operations, and of every phone at least one push. */
function sizeOf(phones: number, isQuick: boolean): LoadSize {
	const pushes = Math.max(1, Math.floor((isQuick ? 200 : 2_000) / phones));
	return {
		phones,
		rush: { pushes, seconds: AT_MOST, together: TOGETHER },
		steady: { exchangesPerSecond: 10, seconds: isQuick ? 2 : 8 }
	};
}

/**
 * Two phones and a server between them, then many: throughput on one engine. The servers are idle but the one whose turn it is.
 * @param databaseCpu processor seconds of the database's own processes so far
 * @throws when the product failed a request, or acknowledged anything else than it stored
 */
export async function runLoad(
	report: Report,
	engine: Engine,
	options: { today: string; isQuick: boolean; withPeers: boolean; databaseCpu: () => number }
): Promise<void> {
	const { today, isQuick, databaseCpu } = options;
	await runLive(report, engine, options);
	const targets: RunningTarget[] = [];
	try {
		targets.push(await floorTarget({ engine, today, databaseCpu }));
		targets.push(await productTarget({ engine, today, databaseCpu }));
		if (options.withPeers) {
			targets.push(await peerTarget('pouchdb', today), await peerTarget('rxdb', today));
		}
		// Before anything has made one of them large.
		const listening = isQuick ? { phones: 50, seconds: 3 } : { phones: 1_000, seconds: 40 };
		await measureListening(report, engine, targets, listening);
		let wrong = 0;
		for (const phones of isQuick ? [100] : [100, 1_000, 5_000]) {
			wrong += await measureLoad(report, engine, targets, sizeOf(phones, isQuick), today);
		}
		if (wrong > 0) throw new Error(`load ${engine}: ${wrong} errors and differences`);
	} finally {
		for (const target of targets) await target.stop();
	}
}
