import { locale } from '#lib/i18n.ts';

const ZONE = 'Asia/Shanghai';

/** An instant as people read it here: day and time of Asia/Shanghai, the year only where it is another one. */
export function instantText(instant: string): string {
	const date = new Date(instant);
	if (Number.isNaN(date.getTime())) return instant;
	const year = (one: Date) => one.toLocaleDateString('en', { year: 'numeric', timeZone: ZONE });
	return new Intl.DateTimeFormat(locale(), {
		timeZone: ZONE,
		year: year(date) === year(new Date()) ? undefined : 'numeric',
		month: 'short',
		day: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23'
	}).format(date);
}

/** A calendar day, `YYYY-MM-DD`, in the reader's language. */
export function dayText(day: string): string {
	const date = new Date(`${day}T00:00:00Z`);
	if (Number.isNaN(date.getTime())) return day;
	return new Intl.DateTimeFormat(locale(), {
		timeZone: 'UTC',
		year: date.getUTCFullYear() === new Date().getUTCFullYear() ? undefined : 'numeric',
		month: 'short',
		day: 'numeric'
	}).format(date);
}
