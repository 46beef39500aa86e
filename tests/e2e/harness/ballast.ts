/** What makes a disk full: a file that takes all that is left of it. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const BALLAST = 'ballast';

/** Not one byte more fits on the disk of this folder. */
export function fillDisk(folder: string): void {
	const ballast = openSync(join(folder, BALLAST), 'a');
	for (const size of [1_048_576, 4_096, 1]) {
		try {
			while (writeSync(ballast, Buffer.alloc(size)) === size);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
		}
	}
	closeSync(ballast);
}

export function freeDisk(folder: string): void {
	rmSync(join(folder, BALLAST), { force: true });
}
