import { yearOf } from '#lib/domain/calendar.ts';
import type { Reference } from '#lib/domain/reference.ts';

/** The campaign that follows from a programme and a day, or null where the deployment has none. */
export function campaignOf(reference: Reference, programme: string | null, date: string): string | null {
	if (!programme) return null;
	return reference.get('campaign', `${programme}-${String(yearOf(date))}`)?.code ?? null;
}
