import type { IsoDate } from '../ids.ts';
import { balanceKey, type Balance } from './fold-stock.ts';
import { countDifference } from './count-difference.ts';
import { entriesOf } from './entries-of.ts';
import { isBringing } from './bringing.ts';
import type { Movement, Place, StockEntry, StockLine } from './movement.ts';
import { isGood } from './split-over.ts';
import { soonestFirst } from './soonest-first.ts';

/** What a place has of one supply. */
export interface Holding {
	readonly place: Place;
	readonly supply: string;
	readonly milli: number;
	/** Goods were brought here, or counted: below zero is then a fault. */
	readonly stocked: boolean;
	/** Batches of which there are some, or too few; the soonest expiry first. */
	readonly batches: readonly Omit<StockLine, 'supply'>[];
}

/** A transfer that waits for its receiver. */
export interface OpenTransfer {
	readonly id: string;
	readonly from: Place | null;
	readonly to: Place | null;
	readonly region: string;
	readonly date: string;
	/** Account of the giver, and their name. */
	readonly by: string;
	readonly byName: string;
	readonly lines: readonly StockLine[];
}

/** What a phone knows of the stock. */
export interface StockInHand {
	/** Places whose stock it is told. */
	readonly places: readonly Place[];
	readonly holdings: readonly Holding[];
	readonly open: readonly OpenTransfer[];
}

/** A group of movements with own work on it: as far as the sums already hold it, and as it stands with the work. */
export interface StockWork {
	readonly told: readonly Movement[];
	readonly now: readonly Movement[];
	/** What the server made of the counts among those it was told of, by the movement. */
	readonly adjusted?: ReadonlyMap<string, readonly StockLine[]>;
}

/**
 * What the server said places have, with own work laid over in the order in which it will be sent. A count that the server has
 * not taken in yet is measured against what stands here; one that it has is what the server made of it.
 */
export function layOverStock(standing: readonly Holding[], works: readonly StockWork[]): Holding[] {
	const balances = new Map<string, Balance>();
	const stocked = new Map<string, boolean>();
	const holdingOf = ({ place, supply }: Pick<Balance, 'place' | 'supply'>) => `${place}|${supply}`;
	const add = (line: Balance) => {
		const key = balanceKey(line);
		const { place, supply, batch, expiry } = line;
		const milli = (balances.get(key)?.milli ?? 0) + line.milli;
		balances.set(key, { place, supply, batch, expiry, milli });
	};
	for (const { place, supply, batches, stocked: isStocked } of standing) {
		stocked.set(holdingOf({ place, supply }), isStocked);
		for (const batch of batches) add({ place, supply, ...batch });
	}
	const counted = new Map<string, readonly StockEntry[]>();
	const adjustments = (id: string) => counted.get(id) ?? [];
	for (const { told, now, adjusted } of works) {
		for (const { id, act, from, region, date } of told) {
			const lines = adjusted?.get(id);
			if (act === 'count' && from !== null && lines)
				counted.set(
					id,
					lines.map((line) => ({ ...line, place: from, act, region, date }))
				);
		}
		const before = entriesOf(told, adjustments);
		for (const one of now)
			if (one.act === 'count' && !told.some(({ id }) => id === one.id))
				counted.set(one.id, countDifference(one, balances.values()));
		for (const entry of before) add({ ...entry, milli: -entry.milli });
		for (const entry of entriesOf(now, adjustments)) {
			add(entry);
			const key = holdingOf(entry);
			stocked.set(key, stocked.get(key) === true || isBringing(entry));
		}
	}
	const lines = new Map<string, Balance[]>();
	for (const one of balances.values())
		if (one.milli !== 0) lines.set(holdingOf(one), [...(lines.get(holdingOf(one)) ?? []), one]);
	return [...stocked].map(([key, isStocked]) => {
		const [place = '', supply = ''] = key.split('|');
		const batches = soonestFirst(lines.get(key) ?? []);
		const milli = batches.reduce((sum, one) => sum + one.milli, 0);
		return {
			...{ place, supply, milli, stocked: isStocked },
			batches: batches.map(({ batch, expiry, milli: left }) => ({ batch, expiry, milli: left }))
		};
	});
}

/** The batch that should go out first of what is there on that day; null where there is none, or only what is expired. */
export function soonestBatch(
	batches: Holding['batches'] | undefined,
	day: IsoDate
): Holding['batches'][number] | null {
	return (batches ?? []).find((one) => one.milli > 0 && isGood(one, day)) ?? null;
}

/** What is known of a supply at a place; undefined: nothing ever moved there. */
export function holdingAt(
	holdings: readonly Holding[],
	place: Place | null,
	supply: string
): Holding | undefined {
	return holdings.find((one) => one.place === place && one.supply === supply);
}

/** Thousandths, for the rules: null for a place that stock was never brought to. */
export function milliInHand(holdings: readonly Holding[], place: Place, supply: string): number | null {
	const holding = holdingAt(holdings, place, supply);
	return holding?.stocked ? holding.milli : null;
}
