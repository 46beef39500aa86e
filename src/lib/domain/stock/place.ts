import type { Place } from './movement.ts';

export type PlaceKind = 'store' | 'team' | 'person';

/** `store:CK-361024` as its kind and code, or null for what is no place. */
export function readPlace(place: Place | null): { readonly is: PlaceKind; readonly code: string } | null {
	const [, is, code] = /^(store|team|person):(.+)$/.exec(place ?? '') ?? [];
	return is && code ? { is: is as PlaceKind, code } : null;
}

/** Who gave a handout out: its team, or whoever recorded it where there is none. */
export function holderOf(team: string | null, recorder: string): Place {
	return team === null ? `person:${recorder}` : `team:${team}`;
}

/** The scope that shows what is at a place. */
export function stockScope(place: Place): string {
	return place.startsWith('store:') ? place : `held:${place}`;
}
