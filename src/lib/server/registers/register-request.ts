import type { Locale } from '#lib/records/kind.ts';

/** Which register somebody asks for, and what stands in its frame. */
export interface RegisterRequest {
	readonly region: string;
	/** Code of the season, or a year (`register-period.ts`). */
	readonly campaign: string;
	/** Only what hangs on this record; absent: the whole season. */
	readonly record?: string | null;
	/** What that record is called: stands in the frame in the period's place. */
	readonly recordTitle?: string | null;
	readonly locale: Locale;
	/** The deployment's day, `YYYY-MM-DD`. */
	readonly today: string;
	readonly who: string;
	readonly why: string;
	/** Local time of the export, `YYYY-MM-DD HH:mm`. */
	readonly when: string;
	/** Auditors read persons masked. */
	readonly maskPersons: boolean;
}
