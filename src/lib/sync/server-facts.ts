/** What every answer says of the server: its id, its epoch, its clock; noted before anything else of it is applied. */
import type { Heartbeat } from '#lib/protocol/push-request.ts';
import type { ServerFacts } from '#lib/storage/meta.ts';
import type { ExchangePorts } from './ports.ts';

interface Answer {
	readonly serverId: string;
	readonly epoch: number;
	readonly serverTime: string;
	readonly today?: string;
	readonly packs?: number | undefined;
}

/** @param sentAt Unix milliseconds at which the request left */
export async function noteAnswer(
	ports: ExchangePorts,
	answer: Answer,
	sentAt: number,
	before: ServerFacts | undefined
): Promise<ServerFacts> {
	const now = ports.clock.now();
	const middle = (sentAt + now) / 2;
	const serverMillis = Date.parse(answer.serverTime);
	const facts: ServerFacts = {
		serverId: answer.serverId,
		epoch: answer.epoch,
		lastServerTime: answer.serverTime,
		serverToday: answer.today ?? before?.serverToday ?? '',
		skewMillis: Number.isFinite(serverMillis)
			? Math.round(middle - serverMillis)
			: (before?.skewMillis ?? null),
		lastExchangeAt: new Date(now).toISOString(),
		lastExchangeMillis: now - sentAt,
		packs: answer.packs ?? 0
	};
	const replayed = await ports.store.noteServer(facts);
	if (replayed > 0) ports.log('sync.replay', { operations: replayed, epoch: answer.epoch });
	return facts;
}

export async function heartbeatOf(ports: ExchangePorts): Promise<Heartbeat> {
	const [counts, health] = await Promise.all([ports.store.counts(), ports.health()]);
	const { persistent, freeBytes, appVersion } = health;
	return {
		unsent: { count: counts.waiting, oldest: counts.oldestWaiting },
		persistent,
		freeBytes,
		appVersion: appVersion.slice(0, 40)
	};
}
