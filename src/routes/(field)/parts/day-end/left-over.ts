/** What whoever made a trip still has in hand, and what of it waits for somebody. */
import type { StockInHand } from '#lib/domain/stock/in-hand.ts';
import type { Place } from '#lib/domain/stock/movement.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { m } from '#lib/i18n.ts';
import type { Missing } from './missing.ts';
import { goodsText } from './words.ts';

/** Whose trip it was, a team or a person. What is returned now is returned from this trip, which may be over. */
export interface Outing {
	readonly trip: string;
	readonly holder: Place;
}

export function leftOver(stock: StockInHand, { trip, holder }: Outing, reference: Reference): Missing[] {
	const own = stock.holdings.filter((one) => one.place === holder && one.stocked);
	const some = own.filter(({ milli }) => milli > 0);
	const short = own.filter(({ milli }) => milli < 0).map((one) => ({ ...one, milli: -one.milli }));
	const sent = stock.open.filter(({ from }) => from === holder).length;
	const coming = stock.open.filter(({ to }) => to === holder).length;
	const goods = (list: typeof own) => goodsText(list, reference);
	return [
		...(some.length > 0
			? [{ text: m.day_end_in_hand({ goods: goods(some) }), href: `/new/movement?act=return&trip=${trip}` }]
			: []),
		...(short.length > 0 ? [{ text: m.day_end_short({ goods: goods(short) }), href: '/stock' }] : []),
		...(sent > 0 ? [{ text: m.day_end_transfers_sent({ n: sent }), href: '/stock' }] : []),
		...(coming > 0 ? [{ text: m.day_end_transfers_coming({ n: coming }), href: '/stock' }] : [])
	];
}
