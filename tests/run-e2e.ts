/** `npm run test:e2e [playwright arguments]`: the stories in a real Chromium against the production build. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { requireChromium } from './chromium.ts';

const root = resolve(import.meta.dirname, '..');
const path = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);

function run(command: string, args: readonly string[], extra: Record<string, string> = {}): number {
	const env = { ...process.env, PATH: path, ...extra };
	const shell = process.platform === 'win32';
	return spawnSync(command, [...args], { cwd: root, stdio: 'inherit', shell, env }).status ?? 1;
}

function main(): number {
	const chromium = process.env.CHROMIUM_PATH ?? requireChromium();
	if (!existsSync(join(root, 'build', 'handler.js'))) {
		console.log('No production build yet; building it.');
		const status = run('npm', ['run', '--silent', 'build']);
		if (status !== 0) return status;
	}
	const args = process.argv.slice(2);
	const stories = args.filter((arg) => arg !== '--long');
	return run('playwright', ['test', ...stories], {
		CHROMIUM_PATH: chromium,
		...(args.includes('--long') ? { E2E_LONG: '1' } : {})
	});
}

try {
	process.exitCode = main();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
