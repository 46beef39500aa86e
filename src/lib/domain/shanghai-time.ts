import type { IsoDate } from './ids.ts';

/** All of China keeps one time without daylight saving: UTC+8. */
const AHEAD = 8 * 3_600_000;

/** An instant as a day and minute of Asia/Shanghai, `YYYY-MM-DD HH:mm`; '' for what is no instant. */
export function shanghaiTime(instant: string): string {
	const millis = Date.parse(instant);
	return Number.isNaN(millis) ? '' : new Date(millis + AHEAD).toISOString().slice(0, 16).replace('T', ' ');
}

/** Calendar day of an instant in Asia/Shanghai. */
export function shanghaiDay(instant: Date): IsoDate {
	return new Date(instant.getTime() + AHEAD).toISOString().slice(0, 10);
}
