import type { Reference } from '#lib/domain/reference.ts';
import type { Locale } from './kind.ts';

/** What a list row or the head of a record page shows. */
export interface SummaryProps<Body = unknown> {
	readonly body: Body;
	readonly reference: Reference;
	readonly locale: Locale;
}
