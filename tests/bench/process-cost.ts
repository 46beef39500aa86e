import { readdirSync, readFileSync } from 'node:fs';

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

/** The same of a process, the children it has, and those it had: a PostgreSQL with its connections. */
export function treeCpuSeconds(pid: number): number {
	const fieldsOf = (path: string) => readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? [];
	const sum = (fields: readonly string[], from: number, to: number) =>
		fields.slice(from, to).reduce((total, field) => total + Number(field), 0);
	try {
		let ticks = sum(fieldsOf(`/proc/${pid}/stat`), 11, 15);
		for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
			try {
				const fields = fieldsOf(`/proc/${name}/stat`);
				if (Number(fields[1]) === pid) ticks += sum(fields, 11, 13);
			} catch {
				// It ended while the folder was read.
			}
		}
		return ticks / TICKS;
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
