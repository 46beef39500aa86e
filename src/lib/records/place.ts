import type { Organisation, Reference, Station } from '#lib/domain/reference.ts';
import type { Locale } from './kind.ts';
import { nameOf } from './names.ts';

/** The place of a visit or handout: an organisation, a station, or free words. */
export interface Placed {
	readonly organisation: string | null;
	readonly station: string | null;
	readonly placeText: string;
}

/** A place found by name, pinyin, initials or county. */
export interface FoundPlace {
	readonly type: 'organisation' | 'station';
	readonly entry: Organisation | Station;
}

/** Search over the places that the phone knows, the best first. */
export type FindPlaces = (
	query: string,
	options?: { region?: string; type?: FoundPlace['type']; limit?: number }
) => readonly FoundPlace[];

/** The field that holds the place, for issues about it. With nothing chosen it is the picker's first, `organisation`. */
export function placeField(body: Placed): 'organisation' | 'station' | 'placeText' {
	if (body.organisation) return 'organisation';
	if (body.station) return 'station';
	return body.placeText.trim() ? 'placeText' : 'organisation';
}

export function hasPlace(body: Placed): boolean {
	return Boolean(body.organisation || body.station || body.placeText.trim());
}

/** Name of the place in the reader's language, '' when there is none. */
export function placeName(body: Placed, reference: Reference, locale: Locale): string {
	return (
		nameOf(reference, 'organisation', body.organisation, locale) ||
		nameOf(reference, 'station', body.station, locale) ||
		body.placeText.trim()
	);
}
