import { locale, m } from '#lib/i18n.ts';
import type { DeskIdentity } from '#lib/server/accounts/contract.ts';

/** `2026-07-01 09:30` in Asia/Shanghai. */
function shanghaiMinute(now: Date): string {
	return new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

/** The last line of what leaves the house: who, when, and why. */
export function signedExport(desk: DeskIdentity, why: string, now: Date) {
	const who = locale() === 'en' && desk.account.en ? desk.account.en : desk.account.zh;
	return { who, when: shanghaiMinute(now), why };
}

/** The purpose as it was typed, or the usual one. */
export function purposeIn(form: FormData, usual: string = m.register_why_default()): string {
	const typed = String(form.get('why') ?? '').trim();
	return [...typed].slice(0, 100).join('') || usual;
}
