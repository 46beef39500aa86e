/** Days, times and sizes as people read them, in their language. */
import { shanghaiTime } from '#lib/domain/shanghai-time.ts';
import { m } from '#lib/i18n.ts';

/**
 * `7月24日`; with `weekday` also `星期四`. Not by Intl: the first text that it makes takes a slow phone longer than all else
 * that the first screen is made of.
 */
export function dayText(date: string, weekday = false): string {
	const instant = new Date(`${date}T00:00:00Z`);
	const day = instant.getUTCDate();
	const month = m.date_months().split(',')[instant.getUTCMonth()] ?? '';
	if (!weekday) return m.date_plain({ month, day });
	return m.date_weekday({ month, day, weekday: m.date_weekdays().split(',')[instant.getUTCDay()] ?? '' });
}

/** `14:06` in the deployment's time zone. */
export function clockText(instant: string): string {
	return shanghaiTime(instant).slice(11);
}

/** Calendar day of an instant in the deployment's time zone. */
export function dayOf(instant: string): string {
	return shanghaiTime(instant).slice(0, 10);
}

/** The clock alone on the same day, else day and clock. */
export function momentText(instant: string, today: string): string {
	const day = dayOf(instant);
	if (day === today) return clockText(instant);
	return `${dayText(day)} ${clockText(instant)}`;
}

export function bytesText(bytes: number): string {
	if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
	if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
	return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

function spanText(millis: number): string {
	const minutes = Math.round(millis / MINUTE);
	if (minutes < 120) return m.sync_minutes({ n: minutes });
	if (millis < 2 * DAY) return m.sync_hours({ n: Math.round(minutes / 60) });
	const days = Math.round(millis / DAY);
	return days < 730 ? m.sync_days({ n: days }) : m.sync_years({ n: Math.round(days / 365) });
}

/** How far a clock is off: in whole minutes, and in hours, days or years when it is many. */
export function skewText(millis: number): string {
	const span = spanText(Math.abs(millis));
	return millis > 0 ? m.sync_clock_fast({ span }) : m.sync_clock_slow({ span });
}
