import type { MovementAct } from './movement.ts';
import type { PlaceKind } from './place.ts';

const HELD: readonly PlaceKind[] = ['team', 'person'];
const ANY: readonly PlaceKind[] = ['store', ...HELD];

/** Kinds of places that a movement goes from and to; an empty list: none. A reversal has those of what it takes back. */
export const PLACES_OF_ACT: Readonly<
	Record<
		Exclude<MovementAct, 'reversal'>,
		{ readonly from: readonly PlaceKind[]; readonly to: readonly PlaceKind[] }
	>
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
