import { bundlePage } from '../bundle.ts';
import { floorHost, peerHost, type Engine } from '../hosts.ts';
import type { Report } from '../report.ts';
import type { LiveSubject } from './live-subject.ts';
import { measureIdleApp, measureVisible } from './measure-live.ts';
import { productLive } from './product-live.ts';
import { scriptLive } from './script-live.ts';

/** Two phones each of the product, the floor and, where they are there, the peers. */
export async function runLive(
	report: Report,
	engine: Engine,
	{ today, isQuick, withPeers }: { today: string; isQuick: boolean; withPeers: boolean }
): Promise<void> {
	const subjects: LiveSubject[] = [];
	try {
		subjects.push(
			await scriptLive('floor', await floorHost(engine, await bundlePage('page/floor-live.ts')), today)
		);
		subjects.push(await productLive(engine, today));
		if (withPeers) {
			for (const peer of ['pouchdb', 'rxdb'] as const) {
				const host = await peerHost(peer, await bundlePage(`peers/${peer}-live.js`));
				subjects.push(await scriptLive(peer, host, today));
			}
		}
		await measureIdleApp(
			report,
			engine,
			subjects,
			isQuick ? { calm: 2, seconds: 5 } : { calm: 20, seconds: 60 }
		);
		await measureVisible(report, engine, subjects, isQuick ? 2 : 9);
	} finally {
		for (const subject of subjects) await subject.stop();
	}
}
