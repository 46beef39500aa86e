/**
 * `npm run test:e2e [playwright arguments]`: the stories in a real Chromium against the production build; with
 * `--postgres` those of PostgreSQL, on one that is started for them or that TEST_POSTGRES names, with `--all` besides every
 * other story that can be played there; with `--long` those that take minutes; with `--engines` the basic offline story in
 * Firefox ESR and WebKitGTK.
 */
import { spawnSync } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';
import { requireChromium } from './chromium.ts';
import { requireEngines } from './engines.ts';
import { requireFreshBuild } from './fresh-build.ts';
import { startPostgres } from './postgres/start-postgres.ts';

const root = resolve(import.meta.dirname, '..');
const path = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);

function run(command: string, args: readonly string[], extra: Record<string, string> = {}): number {
	// The stories start the server and its commands a few hundred times: Node keeps what it compiled.
	const NODE_COMPILE_CACHE = join(root, 'node_modules', '.cache', 'node');
	const env = { NODE_COMPILE_CACHE, ...process.env, PATH: path, ...extra };
	const shell = process.platform === 'win32';
	return spawnSync(command, [...args], { cwd: root, stdio: 'inherit', shell, env }).status ?? 1;
}

const OPTIONS: readonly string[] = ['--long', '--postgres', '--all', '--engines'];

async function main(): Promise<number> {
	const chromium = process.env.CHROMIUM_PATH ?? requireChromium();
	requireFreshBuild(root);
	const args = process.argv.slice(2);
	const stories = args.filter((arg) => !OPTIONS.includes(arg));
	if (args.includes('--engines')) requireEngines();
	const environment = {
		CHROMIUM_PATH: chromium,
		...(args.includes('--long') ? { E2E_LONG: '1' } : {}),
		...(args.includes('--engines') ? { E2E_ENGINES: '1' } : {}),
		...(args.includes('--all') ? { E2E_ALL: '1' } : {})
	};
	if (!args.includes('--postgres')) return run('playwright', ['test', ...stories], environment);
	const started = process.env.TEST_POSTGRES ? null : await startPostgres();
	const server = process.env.TEST_POSTGRES ?? started?.url ?? '';
	try {
		return run('playwright', ['test', ...stories], { ...environment, E2E_POSTGRES: server });
	} finally {
		await started?.stop();
	}
}

try {
	process.exitCode = await main();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
