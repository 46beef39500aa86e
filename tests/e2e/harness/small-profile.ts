/** A browser whose profile lies on a small disk of its own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fillDisk, freeDisk } from './ballast.ts';
import type { Browser } from './browser.ts';

/** Null where this machine lets us mount a disk; else why not, in a line for people. */
export const NO_SMALL_DISKS =
	process.getuid?.() === 0
		? null
		: 'The stories of a full phone need root: they mount a small disk, as DevTools cannot make one full.';

export class SmallProfile {
	readonly #folder: string;

	/** Comes before the browser is opened for the first time. */
	constructor(browser: Browser, megabytes: number) {
		this.#folder = browser.profile;
		mkdirSync(this.#folder);
		const options = `size=${megabytes}m,mode=700`;
		const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'liangfeng-test', this.#folder]);
		if (mounted.status !== 0) throw new Error(`No small disk: ${mounted.stderr.toString()}`);
	}

	fill(): void {
		fillDisk(this.#folder);
	}

	free(): void {
		freeDisk(this.#folder);
	}

	/** After the browser's end, before its folder goes. */
	remove(): void {
		spawnSync('umount', ['-l', this.#folder]);
	}
}
