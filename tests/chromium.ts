/** Finds a real Chromium, or gets one; a machine without a browser fails the run, it never skips. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** What every Chromium of the tests is started with: nothing but the product goes over the network. */
export const CHROMIUM_ARGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function onPath(): string | null {
	for (const folder of (process.env.PATH ?? '').split(delimiter)) {
		const found = NAMES.map((name) => join(folder, name)).find((path) => folder !== '' && existsSync(path));
		if (found !== undefined) return found;
	}
	return null;
}

/** A Chromium that is already there, or null: CHROMIUM_PATH, then PATH, then Playwright's own. */
export function installedChromium(): string | null {
	const named = process.env.CHROMIUM_PATH;
	if (named) {
		if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, and there is no such file.`);
		return named;
	}
	const own = chromium.executablePath();
	return onPath() ?? (existsSync(own) ? own : null);
}

function hasChineseFont(): boolean {
	const list = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
	return list.status === 0 && list.stdout.trim() !== '';
}

const isRootOnDebian = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

function run(command: string, args: readonly string[]): boolean {
	console.log(`  $ ${command} ${args.join(' ')}`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	return spawnSync(command, [...args], { stdio: 'inherit', env, timeout: 600_000 }).status === 0;
}

function install(): void {
	if (isRootOnDebian()) {
		const fonts = ['chromium', 'fonts-noto-cjk'];
		if (run('apt-get', ['update', '-q']) && run('apt-get', ['install', '-y', '-q', ...fonts])) return;
		console.log('  The system could not install Chromium; trying the one Playwright ships.');
	}
	run('npx', ['playwright', 'install', 'chromium']);
}

/**
 * Path of a Chromium that starts, installing one when there is none.
 * @throws an Error with one sentence for people when none can be had
 */
export function requireChromium(): string {
	if (installedChromium() === null) {
		console.log('No Chromium on this machine; installing one.');
		install();
	}
	const path = installedChromium();
	if (path === null) {
		throw new Error(
			'No Chromium could be found or installed: install one, or set CHROMIUM_PATH, and run the tests again.'
		);
	}
	const version = execFileSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8', timeout: 30_000 });
	const font = hasChineseFont() ? '' : ' (no Chinese font: screens are tested, their looks are not)';
	console.log(`Browser: ${version.trim()} at ${path}${font}`);
	return path;
}
