/** Entries of the import format, copied: each copy another record on an earlier day, in one of three years. */
import { uuidV5 } from '#lib/server/import/uuid-v5.ts';

/** What copies change of the import format; the rest is copied as it is. */
export interface Entry {
	readonly id: string;
	readonly no: string;
	readonly date: string;
	readonly reviewed_at?: string | null;
	/** Of a visit. */
	readonly visitors?: readonly string[];
	/** Of a session. */
	readonly venue?: string | null;
}

/** Goods among them: a team that hands out three years' copies draws them as well. */
export const FILES = [
	'sample-handouts.json',
	'sample-sessions.json',
	'sample-visits.json',
	'sample-movements.json'
] as const;
const YEARS = 3;
/** Given names are drawn from these, two characters each. */
const GIVEN = [...'安柏川达恩帆谷海健康林明宁平晴泉瑞山松涛文希新雪阳依远云泽哲正志舟卓子'];
/** Halls of one house, such as a works canteen. */
const HALLS = 200;

const yearsBefore = (day: string, years: number) => `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;

/** Another person of the same surname. */
function namesake(name: string, copy: number, at: number): string {
	const number = Math.imul(copy * 31 + at + 1, 2_654_435_761) >>> 0;
	const given = [number, Math.floor(number / GIVEN.length)].map((drawn) => GIVEN[drawn % GIVEN.length]);
	return `${name.slice(0, 1)}${given.join('')}`;
}

/**
 * The `copy`-th copy, the same whenever it is made. Other people went along and other halls were spoken in, so that what a
 * search looks through grows with the records, as it would. Its day is no later in the month than the original's, so that what was
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
		...(entry.visitors ? { visitors: entry.visitors.map((name, at) => namesake(name, copy, at)) } : {}),
		...(entry.venue ? { venue: `${entry.venue}${1 + (copy % HALLS)}号厅` } : {}),
		...(entry.reviewed_at ? { reviewed_at: yearsBefore(entry.reviewed_at, years) } : {})
	};
}
