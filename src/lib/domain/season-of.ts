import { yearOf } from './calendar.ts';

/** The season a record belongs to: its campaign, else the one its programme and year would have; null without either. */
export function seasonOf(record: {
	readonly campaign: string | null;
	readonly programme: string | null;
	readonly date: string;
}): string | null {
	if (record.campaign) return record.campaign;
	return record.programme ? `${record.programme}-${String(yearOf(record.date))}` : null;
}
