/** Entries of the import format, copied: each copy another record on an earlier day, in one of three years. */
import { uuidV5 } from '#lib/server/import/uuid-v5.ts';

/** What all kinds of records have in the import format; the rest is copied as it is. */
export interface Entry {
	readonly id: string;
	readonly no: string;
	readonly date: string;
	readonly reviewed_at?: string | null;
}

/** Goods among them: a team that hands out three years' copies draws them as well. */
export const FILES = [
	'sample-handouts.json',
	'sample-sessions.json',
	'sample-visits.json',
	'sample-movements.json'
] as const;
const YEARS = 3;

const yearsBefore = (day: string, years: number) => `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;

/**
 * The `copy`-th copy, the same whenever it is made. Its day is no later in the month than the original's, so that what was
 * decided on it still comes after it.
 */
export function copyOf<T extends Entry>(entry: T, copy: number): T {
	const years = copy % YEARS;
	const last = Number(entry.date.slice(8, 10));
	const day = String(1 + (Math.floor(copy / YEARS) % last)).padStart(2, '0');
	return {
		...entry,
		id: uuidV5(entry.id, `copy ${copy}`),
		no: `${entry.no}-${copy}`,
		date: yearsBefore(`${entry.date.slice(0, 8)}${day}`, years),
		...(entry.reviewed_at ? { reviewed_at: yearsBefore(entry.reviewed_at, years) } : {})
	};
}
