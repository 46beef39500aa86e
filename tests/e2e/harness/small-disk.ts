/** A disk that runs full under a server: a small one of its own, or where that may not be mounted, a limit on its process. */
import { spawnSync } from 'node:child_process';
import { fillDisk, freeDisk } from './ballast.ts';
import type { Server } from './server.ts';

function does(command: string, ...args: readonly string[]): boolean {
	return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

export class SmallDisk {
	readonly #server: Server;
	readonly isMounted: boolean;

	/** Comes before the server's start and before anything is in its folder. */
	constructor(server: Server, megabytes: number) {
		this.#server = server;
		const options = `size=${megabytes}m,mode=700`;
		this.isMounted = does('mount', '-t', 'tmpfs', '-o', options, 'liangfeng-test', server.dataDir);
	}

	/** Not one byte more fits. */
	fill(): void {
		if (!this.isMounted) return this.#limit('0');
		fillDisk(this.#server.dataDir);
	}

	free(): void {
		if (!this.isMounted) return this.#limit('unlimited');
		freeDisk(this.#server.dataDir);
	}

	/** After the server's end, before its folder goes. */
	remove(): void {
		if (this.isMounted && !does('umount', this.#server.dataDir))
			throw new Error('The disk cannot be unmounted.');
	}

	/** How large a file of the server may become. */
	#limit(size: string): void {
		const done = does('prlimit', `--pid=${this.#server.pid}`, `--fsize=${size}:`);
		if (!done) throw new Error('This story needs root for a disk of its own, or prlimit (util-linux).');
	}
}
