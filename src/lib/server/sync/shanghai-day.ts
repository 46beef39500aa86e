import type { IsoDate } from '#lib/domain/ids.ts';

const EIGHT_HOURS = 8 * 3_600_000;

/** Calendar day of an instant in Asia/Shanghai (UTC+8, no summer time since 1991). */
export function shanghaiDay(instant: Date): IsoDate {
	return new Date(instant.getTime() + EIGHT_HOURS).toISOString().slice(0, 10);
}
