import type { Place } from '#lib/domain/stock/movement.ts';
import { holderOf } from '#lib/domain/stock/place.ts';
import type { HandoutBody } from './handout/body.ts';
import type { MovementBody } from './movement/body.ts';

/** One line of goods, of a handout as of a movement. */
export type GoodsLine = HandoutBody['lines'][number];

/** What a card of goods needs of its form's body. */
export interface GoodsBody {
	lines: GoodsLine[];
	answers: Record<string, string>;
}

/** The place that the lines of a body are taken from, or counted at; null for what comes from elsewhere. */
export function goodsPlace(body: unknown, account: string): Place | null {
	const { act, from, team } = body as Partial<MovementBody>;
	if (act === undefined) return holderOf(team ?? null, account);
	return act === 'confirm' ? null : (from ?? null);
}
