import { readFileSync } from 'node:fs';

/** Ticks of a second in /proc; Linux has no other value on the machines we know. */
const TICKS = 100;

/** Seconds of processor time a process has used, in all its threads; NaN where there is no /proc. */
export function cpuSeconds(pid: number): number {
	try {
		const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
		const fields = after.split(' ');
		return (Number(fields[11]) + Number(fields[12])) / TICKS;
	} catch {
		return Number.NaN;
	}
}

/** Most memory a process ever held, MB. */
export function peakMegabytes(pid: number): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
	} catch {
		return Number.NaN;
	}
}
