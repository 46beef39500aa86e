import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Names the table of processes that this one stands in: on Linux one start of the machine and one namespace of processes, so
 * that a container never takes another's number for its own. Empty where that cannot be told.
 */
export function processPlace(): string {
	try {
		const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
		return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
	} catch {
		return '';
	}
}

/** True where a process is certainly gone: it stood in this table and does not any more. */
export function isProcessGone(place: string, id: number): boolean {
	if (place === '' || place !== processPlace()) return false;
	try {
		process.kill(id, 0);
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ESRCH';
	}
}
