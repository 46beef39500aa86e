import { afterEach, expect, it } from 'vitest';
import { locale as getLocale, overwriteGetLocale } from '#lib/i18n.ts';
import { clockText, dayOf, dayText } from './format.ts';

const before = getLocale;
afterEach(() => overwriteGetLocale(before));

it.each(['zh-CN', 'en'] as const)('writes every day of two years as %s does', (locale) => {
	overwriteGetLocale(() => locale);
	for (let at = Date.UTC(2027, 11, 31); at < Date.UTC(2030, 0, 1); at += 86_400_000) {
		const date = new Date(at).toISOString().slice(0, 10);
		const plain = { month: 'long', day: 'numeric', timeZone: 'UTC' } as const;
		expect(dayText(date)).toBe(new Intl.DateTimeFormat(locale, plain).format(at));
		const full = { ...plain, weekday: 'long' } as const;
		expect(dayText(date, true)).toBe(new Intl.DateTimeFormat(locale, full).format(at));
	}
});

it('gives the clock in Shanghai', () => {
	expect(clockText('2026-11-28T15:59:59.000Z')).toBe('23:59');
	expect(clockText('2026-11-28T16:05:00.000Z')).toBe('00:05');
});

it('gives the calendar day in Shanghai', () => {
	expect(dayOf('2026-11-28T15:59:59.000Z')).toBe('2026-11-28');
	expect(dayOf('2026-11-28T16:00:00.000Z')).toBe('2026-11-29');
	expect(dayOf('2026-12-31T16:00:00.000Z')).toBe('2027-01-01');
});
