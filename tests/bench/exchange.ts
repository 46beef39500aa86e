/** Push and first pull: time, bytes, the server's processor time and memory, each subject beside the floor in turn. */
import type { Page } from '@playwright/test';
import { PAGE } from './bundle-page.ts';
import { accountName, PASSWORD, type Engine, type Host } from './hosts.ts';
import { cpuSeconds, peakMegabytes } from './process-cost.ts';
import type { Metric, Report, SubjectName } from './report.ts';
import { handoutTemplates } from './templates.ts';

export interface Contender {
	readonly name: SubjectName;
	readonly host: Host;
	/** Script of the page where the server does not serve it itself. */
	readonly script: string | null;
}

/** A fresh page of the subject's own origin with its script. */
export async function openPage(page: Page, { host, script }: Contender, today: string): Promise<void> {
	if (script === null) await page.goto(`${host.url}/`);
	else {
		const served = /\/bench\.(html|js)$/;
		await page.route(served, (route) =>
			route.request().url().endsWith('.js')
				? route.fulfill({ contentType: 'text/javascript', body: script })
				: route.fulfill({ contentType: 'text/html', body: PAGE })
		);
		await page.goto(`${host.url}/bench.html`);
		// What is intercepted is slower: from here on nothing is.
		await page.unroute(served);
	}
	const patterns = { templates: handoutTemplates(`SQL-${today.slice(0, 4)}`), today };
	await page.evaluate((given) => void (globalThis.patterns = given), patterns);
}

type Figures = Record<'push' | 'pull' | 'up' | 'down' | 'pushCpu' | 'pullCpu' | 'memory', number>;

async function once(
	page: Page,
	contender: Contender,
	count: number,
	seed: number,
	{ today, databaseCpu }: Pick<ExchangeOptions, 'today' | 'databaseCpu'>
): Promise<Figures> {
	const { host } = contender;
	await openPage(page, contender, today);
	const settings = { account: accountName(seed), password: PASSWORD };
	await page.evaluate((given) => globalThis.subject.open(given), settings);
	await page.evaluate(([n, s]) => globalThis.subject.fill(n, s), [count, seed] as const);
	await page.evaluate(() => globalThis.subject.traffic());
	const cpu = () => cpuSeconds(host.pid) + databaseCpu();
	const before = cpu();
	const push = await page.evaluate(() => globalThis.subject.push());
	const between = cpu();
	const { up } = await page.evaluate(() => globalThis.subject.traffic());
	await page.evaluate(() => globalThis.subject.forget());
	const { millis: pull, records } = await page.evaluate(() => globalThis.subject.pull());
	const after = cpu();
	const { down } = await page.evaluate(() => globalThis.subject.traffic());
	if (records !== count) throw new Error(`${contender.name}: ${records} of ${count} records came back.`);
	const [pushCpu, pullCpu] = [between - before, after - between].map((seconds) => seconds * 1000);
	const memory = peakMegabytes(host.pid);
	return { push, pull, up, down, pushCpu: pushCpu ?? 0, pullCpu: pullCpu ?? 0, memory };
}

const PROMISED: Partial<Record<keyof Figures, number>> = { push: 1.5, pull: 1.1, up: 1.15 };

function metricsOf(engine: Engine, count: number, runs: ReadonlyMap<SubjectName, Figures[]>): Metric[] {
	const metric = (figure: keyof Figures, name: string, unit: string, per = 1): Metric => ({
		name: `${name} ${count.toLocaleString('en')}`,
		on: engine,
		unit,
		values: Object.fromEntries(
			[...runs].map(([subject, list]) => [subject, list.map((one) => one[figure] / per)])
		),
		...(PROMISED[figure] === undefined ? {} : { timesFloor: PROMISED[figure] })
	});
	return [
		metric('push', 'push', 'ms'),
		metric('pull', 'first pull', 'ms'),
		metric('up', 'bytes up a record, push', 'B', count),
		metric('down', 'bytes down a record, first pull', 'B', count),
		metric('pushCpu', 'server CPU, push', 'ms'),
		metric('pullCpu', 'server CPU, first pull', 'ms'),
		metric('memory', 'server peak memory after', 'MB')
	];
}

export interface ExchangeOptions {
	readonly engine: Engine;
	readonly count: number;
	readonly runs: number;
	/** Each run has an account of its own, so that its first pull brings its own records only. */
	readonly firstAccount: number;
	readonly today: string;
	/** Processor seconds of the database's own processes so far. */
	readonly databaseCpu: () => number;
}

export async function measureExchange(
	report: Report,
	page: Page,
	contenders: readonly Contender[],
	options: ExchangeOptions
): Promise<void> {
	const { engine, count, runs, firstAccount } = options;
	const figures = new Map<SubjectName, Figures[]>(contenders.map(({ name }) => [name, []]));
	for (let run = 0; run < runs; run++) {
		const order = run % 2 === 0 ? contenders : [...contenders].reverse();
		for (const contender of order) {
			figures.get(contender.name)?.push(await once(page, contender, count, firstAccount + run, options));
		}
	}
	for (const metric of metricsOf(engine, count, figures)) report.add(metric);
}
