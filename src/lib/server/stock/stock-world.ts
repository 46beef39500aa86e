import { ledgerOf } from '#lib/domain/stock/entries-of.ts';
import type { Movement } from '#lib/domain/stock/movement.ts';
import { kindOf } from '#lib/records/index.ts';
import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import type { RecordState } from '#lib/server/sync/record-state.ts';
import { movementOf } from './movement-of.ts';

const keyOf = (place: string, supply: string) => `${place}\n${supply}`;

/** What places have while a push is judged: as it stood before, moved on with every record. For warnings, never for the ledger. */
export class StockWorld {
	readonly #milli: Map<string, number>;

	constructor(standing: ReadonlyMap<string, number>) {
		this.#milli = new Map(standing);
	}

	/** A record moves on, or is taken back. */
	put(from: RecordState | undefined, to: RecordState | undefined): void {
		if (this.#milli.size === 0) return;
		this.#add(movedBy(from), -1);
		this.#add(movedBy(to), 1);
	}

	/** Thousandths without what `self` moves itself; null for a place that stock was never brought to. */
	inHand(place: string, supply: string, self: RecordState | undefined): number | null {
		const there = this.#milli.get(keyOf(place, supply));
		if (there === undefined) return null;
		const own = ledgerOf(movedBy(self)).filter((one) => one.place === place && one.supply === supply);
		return there - own.reduce((sum, one) => sum + one.milli, 0);
	}

	#add(movements: readonly Movement[], sign: 1 | -1): void {
		for (const { place, supply, milli } of ledgerOf(movements)) {
			const key = keyOf(place, supply);
			const there = this.#milli.get(key);
			if (there !== undefined) this.#milli.set(key, there + sign * milli);
		}
	}
}

function movedBy(state: RecordState | undefined): Movement[] {
	const kind = state && kindOf(state.row.kind);
	const movement = kind ? movementOf(kind, state) : null;
	return movement ? [movement] : [];
}

const findStanding = compiledOnce((db, places: readonly string[]) =>
	db
		.selectFrom('stock_holding')
		.select(['place', 'supply', 'qty'])
		.where('place', 'in', listed(db, places))
		.where('stocked', '=', 1)
);

/** What these places have of all that was ever brought there. */
export async function loadStanding(trx: Trx, places: readonly string[]): Promise<Map<string, number>> {
	if (places.length === 0) return new Map();
	const rows = await findStanding(trx, places);
	return new Map(rows.map(({ place, supply, qty }) => [keyOf(place, supply), Number(qty)]));
}
