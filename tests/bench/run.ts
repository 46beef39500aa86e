/**
 * `npm run bench [-- --only NAME] [--quick] [--runs N] [--records N]`: what the product costs, beside a bare script that does the same
 * without its promises (the floor) in the same run, in turns. One JSON line a metric, a table at the end. NAME is a part of
 * a metric group's name: `local`, `lists`, and of each engine (`sqlite`, `postgres`) `exchange`, `idle`, `load`.
 * Exit code 1 when something is not as promised.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import { Browser, DESK } from '#tests/e2e/harness/browser.ts';
import { startPostgres } from '#tests/postgres/start-postgres.ts';
import { requireChromium } from '../chromium.ts';
import { requireFreshBuild } from '../fresh-build.ts';
import { bundlePage } from './bundle.ts';
import { measureExchange, type Contender } from './exchange.ts';
import { floorHost, peerHost, productHost, type Engine } from './hosts.ts';
import { measureIdle } from './idle.ts';
import { measureLists } from './lists.ts';
import { runLoad } from './load/run-load.ts';
import { measureLocal } from './local.ts';
import { treeCpuSeconds } from './process-cost.ts';
import { Report } from './report.ts';

const { values: options } = parseArgs({
	options: {
		only: { type: 'string' },
		quick: { type: 'boolean' },
		runs: { type: 'string' },
		records: { type: 'string' }
	}
});
const isQuick = options.quick ?? false;
const runs = Number(options.runs ?? (isQuick ? 1 : 5));
const sizes = options.records ? [Number(options.records)] : isQuick ? [500] : [10_000, 50_000];
const today = shanghaiDay(new Date());
const report = new Report();
const wanted = (group: string) => !options.only || group.includes(options.only);

const peersFolder = join(import.meta.dirname, 'peers');

function hasPeers(): boolean {
	const isThere = existsSync(join(peersFolder, 'node_modules'));
	if (!isThere)
		console.log(`No peers: npm install --ignore-scripts --no-package-lock --prefix ${peersFolder}`);
	return isThere;
}

/** PouchDB and RxDB, where they were installed. @param sort of their pages: `page` exchanges, `local` stays by itself */
async function startPeers(sort: 'page' | 'local'): Promise<Contender[]> {
	if (!hasPeers()) return [];
	const started: Contender[] = [];
	for (const name of ['pouchdb', 'rxdb'] as const) {
		const page = await bundlePage(`peers/${name}-${sort}.js`);
		started.push({ name, host: await peerHost(name, page), script: null });
	}
	return started;
}

async function onEngine(engine: Engine, databaseCpu: () => number): Promise<void> {
	const groups = ['exchange', 'idle'].map((name) => `${name} ${engine}`);
	if (!groups.some(wanted)) return;
	const [productPage, floorPage] = [await bundlePage('page/product.ts'), await bundlePage('page/floor.ts')];
	const hosts = [
		await productHost(engine, sizes.length * runs + 1),
		await floorHost(engine, floorPage)
	] as const;
	const contenders: readonly Contender[] = [
		{ name: 'floor', host: hosts[1], script: null },
		{ name: 'product', host: hosts[0], script: productPage }
	];
	const browser = new Browser(hosts[0].url, DESK);
	const peers = engine === 'sqlite' && wanted('exchange sqlite') ? await startPeers('page') : [];
	try {
		if (wanted(`idle ${engine}`)) await measureIdle(report, engine, hosts[0], hosts[1], isQuick ? 20 : 200);
		if (!wanted(`exchange ${engine}`)) return;
		const page = await browser.open();
		page.setDefaultTimeout(600_000);
		page.on('pageerror', (error) => console.log(error));
		for (const [at, count] of sizes.entries()) {
			const few = count > 10_000 ? Math.min(runs, 3) : runs;
			await measureExchange(report, page, [...contenders, ...peers], {
				...{ engine, count, today, databaseCpu },
				runs: few,
				firstAccount: 1 + at * runs
			});
		}
	} finally {
		await browser.dispose();
		for (const host of [...hosts, ...peers.map((peer) => peer.host)]) await host.stop();
	}
}

async function onPhone(): Promise<void> {
	const [script, host] = [await bundlePage('page/local.ts'), await productHost('sqlite', 1)];
	const peers = await startPeers('local');
	const browser = new Browser(host.url, DESK);
	try {
		const page = await browser.open();
		page.setDefaultTimeout(1_800_000);
		const counts = options.records ? [Number(options.records)] : isQuick ? [0, 500] : [0, 10_000, 100_000];
		const contenders = [{ name: 'product', host, script }, ...peers] as const satisfies readonly Contender[];
		await measureLocal(report, page, contenders, { counts, times: 31, today });
	} finally {
		await browser.dispose();
		for (const { host: each } of [{ host }, ...peers]) await each.stop();
	}
}

async function onSlowPhone(): Promise<void> {
	const [script, host] = [await bundlePage('page/lists.ts'), await productHost('sqlite', 1)];
	const browser = new Browser(host.url, DESK);
	try {
		const page = await browser.open();
		page.setDefaultTimeout(600_000);
		const counts = options.records ? [Number(options.records)] : isQuick ? [500] : [10_000, 100_000];
		const times = options.runs ? Number(options.runs) : 7;
		await measureLists(report, page, { name: 'product', host, script }, { counts, times, today });
	} finally {
		await browser.dispose();
		await host.stop();
	}
}

const load = (engine: Engine, databaseCpu: () => number) =>
	wanted(`load ${engine}`)
		? runLoad(report, engine, { today, isQuick, databaseCpu, withPeers: engine === 'sqlite' && hasPeers() })
		: Promise.resolve();

requireFreshBuild(join(import.meta.dirname, '../..'));
process.env.CHROMIUM_PATH = requireChromium();
if (wanted('local')) await onPhone();
if (wanted('local') || wanted('lists')) await onSlowPhone();
await onEngine('sqlite', () => 0);
await load('sqlite', () => 0);
if (['exchange', 'idle', 'load'].some((name) => wanted(`${name} postgres`))) {
	const postgres = await startPostgres({ durable: true });
	process.env.E2E_POSTGRES = postgres.url;
	try {
		const databaseCpu = () => treeCpuSeconds(postgres.pid);
		await onEngine('postgres', databaseCpu);
		await load('postgres', databaseCpu);
	} finally {
		delete process.env.E2E_POSTGRES;
		await postgres.stop();
	}
}
console.log(`\n${report.table()}`);
if (report.missed.length > 0) {
	console.log(`\nNot as promised:\n${report.missed.map((name) => `  ${name}`).join('\n')}`);
	process.exitCode = 1;
}
