import type { Place } from '#lib/domain/stock/movement.ts';
import { readPlace, type PlaceKind } from '#lib/domain/stock/place.ts';
import { PLACES_OF_ACT } from '#lib/domain/stock/places-of-act.ts';
import type { MovementBody } from './body.ts';

/** What is wrong with the places of a movement: the field, or null. A reversal has those of what it takes back. */
export function wrongPlace({
	act,
	from,
	to
}: Pick<MovementBody, 'act' | 'from' | 'to'>): 'from' | 'to' | null {
	if (act === 'reversal') return null;
	const fits = (place: Place | null, kinds: readonly PlaceKind[]) => {
		const read = readPlace(place);
		return read === null ? kinds.length === 0 : kinds.includes(read.is);
	};
	if (!fits(from, PLACES_OF_ACT[act].from)) return 'from';
	return fits(to, PLACES_OF_ACT[act].to) && (from === null || from !== to) ? null : 'to';
}
