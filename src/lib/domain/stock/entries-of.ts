import { groupOf, type Movement, type Place, type StockEntry } from './movement.ts';

/** The adjusting entries of a count, by the id of the movement. They are fixed when the server takes the count in. */
export type Adjustments = (id: string) => readonly StockEntry[];

const NONE: Adjustments = () => [];

/**
 * The ledger entries of one group: a movement, the confirmations of a transfer and the reversals, in any order and however
 * often each comes. A second confirmation and a second reversal change nothing: of each the one with the lowest id counts.
 * Giver and receiver of a transfer each write their own side, so that either may arrive first.
 */
export function entriesOf(group: readonly Movement[], adjustments: Adjustments = NONE): StockEntry[] {
	const origin = group.find((one) => one.about === null);
	const confirm = lowest(
		group.filter((one) => one.act === 'confirm' && (!origin || origin.act === 'transfer'))
	);
	const entries = [
		...(origin ? ownEntries(origin, adjustments) : []),
		...(confirm ? side(confirm, confirm.to, 1) : [])
	];
	// A reversal names the places of what it takes back; one that names others is about something else. A handout is taken back
	// with its record.
	const reversal = lowest(
		group.filter(
			(one) =>
				one.act === 'reversal' &&
				origin &&
				origin.act !== 'give' &&
				one.from === origin.from &&
				one.to === origin.to
		)
	);
	if (!reversal) return entries;
	const { region, date } = reversal;
	return [...entries, ...entries.map((one) => ({ ...one, milli: -one.milli, region, date }))];
}

/** All entries of these movements. */
export function ledgerOf(movements: Iterable<Movement>, adjustments: Adjustments = NONE): StockEntry[] {
	const groups = new Map<string, Map<string, Movement>>();
	for (const one of movements) {
		const group = groups.get(groupOf(one)) ?? new Map<string, Movement>();
		group.set(one.id, one);
		groups.set(groupOf(one), group);
	}
	return [...groups.values()].flatMap((group) => entriesOf([...group.values()], adjustments));
}

function ownEntries(movement: Movement, adjustments: Adjustments): readonly StockEntry[] {
	switch (movement.act) {
		case 'receive':
			return side(movement, movement.to, 1);
		case 'issue':
		case 'return':
			return [...side(movement, movement.from, -1), ...side(movement, movement.to, 1)];
		case 'transfer':
		case 'loss':
		case 'expired':
		case 'give':
			return side(movement, movement.from, -1);
		case 'count':
			return adjustments(movement.id);
		case 'confirm':
		case 'reversal':
			return [];
	}
}

function side(movement: Movement, place: Place | null, sign: 1 | -1): StockEntry[] {
	if (place === null) return [];
	const { act, region, date } = movement;
	return movement.lines
		.filter((line) => line.milli !== 0)
		.map((line) => ({ ...line, milli: sign * line.milli, place, act, region, date }));
}

function lowest(movements: readonly Movement[]): Movement | undefined {
	return movements.reduce<Movement | undefined>(
		(least, one) => (least === undefined || one.id < least.id ? one : least),
		undefined
	);
}
