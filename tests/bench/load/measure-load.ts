/** Throughput of a server with many phones: at once, and calm; processor time, latencies, and the counts of both sides. */
import type { Engine, Host } from '../hosts.ts';
import type { Metric, Report, SubjectName } from '../report.ts';
import type { LoadPlan, Played } from './load-plan.ts';
import { Player } from './player-process.ts';

/** A server, and how to ask it from outside of its protocol. */
export interface LoadTarget {
	readonly name: SubjectName;
	readonly host: Host;
	/** How much its database holds, each way it can be counted: records, operations. */
	readonly stored: () => Promise<readonly number[]>;
	/** Processor seconds of the server, and of its database where that is another process. */
	readonly cpu: () => number;
	readonly plan: Pick<LoadPlan, 'patterns' | 'reference' | 'grantsRev'>;
	/** @returns phones that were not used before */
	readonly people: (count: number) => Promise<LoadPlan['people']>;
}

export interface LoadSize {
	readonly phones: number;
	readonly rush: LoadPlan['rush'];
	readonly steady: LoadPlan['steady'];
}

export const BATCH = 5;

interface Figures {
	readonly rush: Played;
	readonly steady: Played;
	readonly rushCpu: number;
	/** Failed requests, phones that were not heard, and acknowledged operations that are not stored, or the reverse. */
	readonly wrong: number;
}

async function play(target: LoadTarget, size: LoadSize, today: string): Promise<Figures> {
	const people = await target.people(size.phones);
	const { name, host, plan } = target;
	const { rush, steady } = size;
	const player = await Player.start({
		...{ subject: name, url: host.url, people, today, batch: BATCH, rush, steady },
		...plan
	});
	try {
		const [stored, cpu] = [await target.stored(), target.cpu()];
		const hurried = await player.play('rush');
		const rushCpu = target.cpu() - cpu;
		const calm = await player.play('steady');
		const more = (await target.stored()).map((count, at) => count - (stored[at] ?? 0));
		const acknowledged = hurried.acknowledged + calm.acknowledged;
		for (const said of [...hurried.said, ...calm.said]) console.log(`${name}: ${said}`);
		const differences = more.reduce((sum, count) => sum + Math.abs(count - acknowledged), 0);
		if (differences > 0) console.log(`${name}: ${acknowledged} acknowledged, ${more.join(' and ')} stored`);
		const unheard = size.phones - hurried.heard;
		if (unheard > 0) console.log(`${name}: ${unheard} of ${size.phones} phones were not heard`);
		const wrong = hurried.errors + calm.errors + differences + unheard;
		return { rush: hurried, steady: calm, rushCpu, wrong };
	} finally {
		player.stop();
	}
}

const METRICS: readonly {
	readonly name: string;
	readonly unit: string;
	readonly of: (figures: Figures) => number;
}[] = [
	{
		name: 'operations a second, all at once',
		unit: '/s',
		of: ({ rush }) => rush.acknowledged / rush.seconds
	},
	{ name: 'push p50, all at once', unit: 'ms', of: ({ rush }) => rush.latencies.push.p50 },
	{ name: 'push p95, all at once', unit: 'ms', of: ({ rush }) => rush.latencies.push.p95 },
	{ name: 'push p50, calm', unit: 'ms', of: ({ steady }) => steady.latencies.push.p50 },
	{ name: 'push p95, calm', unit: 'ms', of: ({ steady }) => steady.latencies.push.p95 },
	{ name: 'empty pull p50, calm', unit: 'ms', of: ({ steady }) => steady.latencies.look.p50 },
	{ name: 'empty pull p95, calm', unit: 'ms', of: ({ steady }) => steady.latencies.look.p95 },
	{
		name: 'server CPU an operation',
		unit: 'ms',
		of: ({ rush, rushCpu }) => (rushCpu * 1000) / rush.acknowledged
	},
	{
		name: "player's CPU an operation",
		unit: 'ms',
		of: ({ rush }) => (rush.playerCpu * 1000) / rush.acknowledged
	},
	{ name: 'phones that were heard at the rush', unit: '', of: ({ rush }) => rush.heard },
	{ name: 'errors and differences', unit: '', of: ({ wrong }) => wrong }
];

/** @returns errors and differences of the product; they must be none */
export async function measureLoad(
	report: Report,
	engine: Engine,
	targets: readonly LoadTarget[],
	size: LoadSize,
	today: string
): Promise<number> {
	const figures = new Map<SubjectName, Figures>();
	for (const target of targets) figures.set(target.name, await play(target, size, today));
	for (const { name, unit, of } of METRICS) {
		const values = Object.fromEntries([...figures].map(([subject, one]) => [subject, [of(one)]]));
		const metric: Metric = {
			name: `${name}; ${size.phones.toLocaleString('en')} phones`,
			on: engine,
			unit,
			values
		};
		report.add(name === 'errors and differences' ? { ...metric, most: 0 } : metric);
	}
	return figures.get('product')?.wrong ?? 0;
}
