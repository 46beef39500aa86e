import type { IsoDate } from './ids.ts';

/**
 * Arithmetic on calendar days (`YYYY-MM-DD`). No clock and no time zone: a day is counted from 1 January 1970 in the
 * proleptic Gregorian calendar.
 */
const DAY = 86_400_000;

/** Day number since 1970-01-01, or NaN for what is not a day of the calendar (2025-02-30). */
function dayNumber(date: IsoDate): number {
	const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
	if (!match) return Number.NaN;
	const [year, month, day] = [Number(match[1]), Number(match[2]) - 1, Number(match[3])];
	const found = new Date(Date.UTC(year, month, day));
	// What is beyond a month's end rolls over; a year before 100 is read as one of 1900.
	const isReal =
		found.getUTCDate() === day && found.getUTCMonth() === month && found.getUTCFullYear() === year;
	return isReal ? found.getTime() / DAY : Number.NaN;
}

/** True for a real day: `2024-02-29` yes, `2025-02-29` no. */
export function isIsoDate(text: string): text is IsoDate {
	return !Number.isNaN(dayNumber(text));
}

/** Days from `from` to `to`: negative when `to` is earlier, NaN when either is no day. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
	return dayNumber(to) - dayNumber(from);
}

/** The day `days` after `date` (before it when negative). Throws a RangeError when `date` is no day. */
export function addDays(date: IsoDate, days: number): IsoDate {
	return new Date((dayNumber(date) + days) * DAY).toISOString().slice(0, 10);
}

/** Year of a day, `2025`. */
export function yearOf(date: IsoDate): number {
	return Number(date.slice(0, 4));
}

/** First and last day of the day's month. */
export function monthOf(date: IsoDate): { readonly first: IsoDate; readonly last: IsoDate } {
	const first = `${date.slice(0, 7)}-01`;
	return { first, last: addDays(addDays(first, 31).slice(0, 7) + '-01', -1) };
}

/** The later of two days, as text. */
export function laterOf(one: IsoDate, other: IsoDate): IsoDate {
	return one > other ? one : other;
}
