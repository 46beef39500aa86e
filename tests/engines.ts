/** Finds Firefox ESR and WebKitGTK with its driver, or installs them from Debian's packages; without them the run fails. */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Engines {
	readonly firefox: string;
	readonly webkitDriver: string;
	readonly miniBrowser: string;
	readonly xvfbRun: string;
}

const PACKAGES = ['firefox-esr', 'webkit2gtk-driver', 'xvfb', 'xauth', 'fonts-noto-cjk'];

function onPath(name: string): string | null {
	for (const folder of (process.env.PATH ?? '').split(delimiter)) {
		const path = join(folder, name);
		if (folder !== '' && existsSync(path)) return path;
	}
	return null;
}

function installed(): Partial<Engines> {
	const [miniBrowser] = globSync('/usr/lib/*/webkit2gtk-4.*/MiniBrowser');
	const found = {
		firefox: process.env.FIREFOX_PATH ?? onPath('firefox-esr'),
		webkitDriver: onPath('WebKitWebDriver'),
		miniBrowser: miniBrowser ?? null,
		xvfbRun: onPath('xvfb-run')
	};
	return Object.fromEntries(Object.entries(found).filter(([, path]) => path !== null));
}

const missing = (engines: Partial<Engines>) =>
	(['firefox', 'webkitDriver', 'miniBrowser', 'xvfbRun'] as const).filter((name) => !engines[name]);

function install(): void {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	for (const args of [
		['update', '-q'],
		['install', '-y', '-q', ...PACKAGES]
	]) {
		console.log(`  $ apt-get ${args.join(' ')}`);
		spawnSync('apt-get', args, { stdio: 'inherit', env, timeout: 900_000 });
	}
}

/** @throws an Error with one sentence for people when one of them cannot be had */
export function requireEngines(): Engines {
	if (missing(installed()).length > 0) install();
	const found = installed();
	const lacking = missing(found);
	if (lacking.length > 0) {
		throw new Error(
			`Not found and not installable here: ${lacking.join(', ')}; on Debian, as root: apt-get install ${PACKAGES.join(' ')}.`
		);
	}
	return found as Engines;
}
