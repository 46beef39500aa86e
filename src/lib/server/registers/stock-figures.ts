/** The figures of a line of the ledger register, in numbers that can be added up and in cases and loose units. */
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { amountOf } from '#lib/server/desk/stock/amount.ts';
import type { RegisterCell } from './register.ts';
import { closingOf, isStore, type StockFlow } from './stock-flows.ts';

export const KEYS = [
	'opening',
	'in',
	'issue',
	'give',
	'back',
	'loss',
	'expired',
	'closing',
	'counted',
	'diff'
] as const;
type Key = (typeof KEYS)[number];

/** Thousandths by column; null where the column says nothing of the place. */
type Figures = Readonly<Record<Key, number | null>>;

export const inUnits = (milli: number | null): number | null => (milli === null ? null : milli / 1000);

/** @param counted what the month's last count found, in thousandths; null: nobody counted */
export function figuresOf(flow: StockFlow, place: string, counted: number | null): Figures {
	const { opening, in: came, issue, give, back, loss, expired, diff } = flow;
	const isCounted = counted !== null || diff !== 0;
	return {
		...{ opening, issue, back, loss, expired, closing: closingOf(flow, place) },
		// A store hands nothing out, and nothing comes into hands but from a store or another hand.
		in: isStore(place) ? came : null,
		give: isStore(place) ? null : give,
		...{ counted, diff: isCounted ? diff : null }
	};
}

/** The same in cases and loose units (`3箱5瓶`), by column; null where no figure reaches a pack. */
export function packsLine(
	context: Pick<DeskContext, 'reference' | 'locale'>,
	supply: string,
	figures: Figures
): Readonly<Record<string, RegisterCell>> | null {
	const packs = KEYS.flatMap((key): [Key, string][] => {
		const milli = figures[key];
		if (milli === null || milli === 0) return [];
		const { packs: words } = amountOf(context, supply, milli);
		return words === '' ? [] : [[key, words]];
	});
	const each = context.reference.get('supply', supply)?.unitsPerPack ?? Infinity;
	const isSaid = packs.some(([key]) => Math.abs(figures[key] ?? 0) >= each * 1000);
	return isSaid ? Object.fromEntries(packs) : null;
}

/** Sums by unit: bottles and boxes are not added up. */
export class UnitTotals {
	readonly #sums = new Map<string, Record<Key, number>>();

	add(unit: string, figures: Figures): void {
		const sums =
			this.#sums.get(unit) ?? (Object.fromEntries(KEYS.map((key) => [key, 0])) as Record<Key, number>);
		for (const key of KEYS) sums[key] += figures[key] ?? 0;
		this.#sums.set(unit, sums);
	}

	/** A number where there is one unit; else a line a unit that has any. */
	of(key: Key): RegisterCell {
		if (this.#sums.size === 1) return [...this.#sums.values()].map((sums) => sums[key] / 1000)[0] ?? null;
		return [...this.#sums]
			.filter(([, sums]) => sums[key] !== 0)
			.map(([unit, sums]) => `${sums[key] / 1000}${unit}`)
			.join('\n');
	}
}
