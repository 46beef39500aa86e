/** A disk that runs full: a small one of its own under a folder, or where that may not be mounted, a limit on a process. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fillDisk, freeDisk } from './ballast.ts';

const NEEDS = 'This story needs root for a disk of its own';

function does(command: string, ...args: readonly string[]): boolean {
	return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

export class SmallDisk {
	readonly #folder: string;
	readonly #process: (() => number) | null;
	readonly isMounted: boolean;

	/**
	 * Comes before anything is in the folder.
	 * @param process the one that writes there, where a limit on its files is as good as a full disk
	 */
	constructor(folder: string, megabytes: number, process: (() => number) | null = null) {
		this.#folder = folder;
		this.#process = process;
		mkdirSync(folder, { recursive: true });
		this.isMounted = does(
			'mount',
			'-t',
			'tmpfs',
			'-o',
			`size=${megabytes}m,mode=700`,
			'liangfeng-test',
			folder
		);
		if (!this.isMounted && process === null) throw new Error(`${NEEDS}.`);
	}

	/** Not one byte more fits. */
	fill(): void {
		if (!this.isMounted) return this.#limit('0');
		fillDisk(this.#folder);
	}

	free(): void {
		if (!this.isMounted) return this.#limit('unlimited');
		freeDisk(this.#folder);
	}

	/** After the end of what writes there, before the folder goes. */
	remove(): void {
		if (this.isMounted && !does('umount', this.#folder)) throw new Error('The disk cannot be unmounted.');
	}

	/** How large a file of the process may become. */
	#limit(size: string): void {
		const done = does('prlimit', `--pid=${this.#process?.()}`, `--fsize=${size}:`);
		if (!done) throw new Error(`${NEEDS}, or prlimit (util-linux).`);
	}
}
