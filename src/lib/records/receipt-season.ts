import { yearOf } from '#lib/domain/calendar.ts';
import { seasonOf } from '#lib/domain/season-of.ts';
import { naturalId } from './natural-id.ts';

type Person = Parameters<typeof naturalId>[2];

/** The season in which nobody is to receive twice without a reason; a handout of none counts by its year. */
export function receiptSeason(record: Parameters<typeof seasonOf>[0]): string {
	return seasonOf(record) ?? String(yearOf(record.date));
}

/** By what all receipts of one person in one season are found, without a name in it; null where nobody is named. */
export function receiptSeasonKey(season: string, person: Person): string | null {
	const id = naturalId('receipt', season, person);
	return id && ['receipt', season, id].join('|');
}
