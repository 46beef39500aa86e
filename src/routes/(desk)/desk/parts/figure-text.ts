import { locale } from '#lib/i18n.ts';

/** 45480 as 45,480. */
export function whole(value: number): string {
	return value.toLocaleString(locale());
}

/** Fen as yuan with two decimals: 217861010 as 2,178,610.10. */
export function yuan(fen: number): string {
	return (fen / 100).toLocaleString(locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** An instant as the deployment's wall time, `07-03 09:30`; '' for none. */
export function moment(instant: string | null): string {
	if (!instant) return '';
	return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
}
