import type { MovementAct, Place } from '#lib/domain/stock/movement.ts';
import { readPlace, type PlaceKind } from '#lib/domain/stock/place.ts';
import type { MovementBody } from './body.ts';

const HELD: readonly PlaceKind[] = ['team', 'person'];
const ANY: readonly PlaceKind[] = ['store', ...HELD];

/** Which places a movement goes from and to; an empty list: none. */
const PLACES: Readonly<
	Record<Exclude<MovementAct, 'reversal'>, { from: readonly PlaceKind[]; to: readonly PlaceKind[] }>
> = {
	receive: { from: [], to: ['store'] },
	issue: { from: ['store'], to: HELD },
	transfer: { from: ANY, to: ANY },
	confirm: { from: ANY, to: ANY },
	return: { from: HELD, to: ['store'] },
	loss: { from: ANY, to: [] },
	expired: { from: ANY, to: [] },
	count: { from: ANY, to: [] }
};

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
	if (!fits(from, PLACES[act].from)) return 'from';
	return fits(to, PLACES[act].to) && (from === null || from !== to) ? null : 'to';
}
