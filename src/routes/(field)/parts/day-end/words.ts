/** The day's end in sentences that can be read out; no name of a person is in any of them. */
import { formatPacks } from '#lib/domain/packs.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { MovementAct } from '#lib/domain/stock/movement.ts';
import { locale, m } from '#lib/i18n.ts';
import { nameOf } from '#lib/records/names.ts';
import type { DayEndFigures, Goods } from './figures.ts';

/** `矿泉水3箱5瓶、毛巾20条`. */
export function goodsText(goods: readonly Goods[], reference: Reference): string {
	const separator = locale() === 'en' ? ', ' : '\u3001';
	return goods
		.map(({ supply, milli }) => {
			const known = reference.get('supply', supply);
			const name = nameOf(reference, 'supply', supply, locale());
			const amount = known ? formatPacks(milli / 1000, known, locale()) : String(milli / 1000);
			return m.day_end_goods_one({ name, amount });
		})
		.join(separator);
}

/** What was done, a sentence each; empty when nothing was. */
export function doneSentences(figures: DayEndFigures, reference: Reference): string[] {
	const { handouts, given, received, goods, visits, met, requests } = figures;
	const { sessions, attended, signedIn, onlineViews } = figures;
	const said: string[] = [];
	if (handouts > 0) said.push(m.day_end_handouts({ n: handouts, persons: given }));
	if (received > 0) said.push(m.day_end_received({ n: received }));
	if (goods.length > 0) said.push(m.day_end_goods({ goods: goodsText(goods, reference) }));
	if (visits > 0) said.push(m.day_end_visits({ n: visits, persons: met }));
	if (requests > 0) said.push(m.day_end_requests({ n: requests }));
	if (sessions > 0) said.push(m.day_end_sessions({ n: sessions, persons: attended }));
	if (signedIn > 0) said.push(m.day_end_signed_in({ n: signedIn }));
	if (onlineViews > 0) said.push(m.day_end_online({ n: onlineViews }));
	return said;
}

const MOVED: readonly [MovementAct, (inputs: { goods: string }) => string][] = [
	['receive', m.day_end_moved_receive],
	['issue', m.day_end_moved_issue],
	['transfer', m.day_end_moved_transfer],
	['confirm', m.day_end_moved_confirm],
	['return', m.day_end_moved_return],
	['loss', m.day_end_moved_loss],
	['expired', m.day_end_moved_expired]
];

/** What became of the goods besides being handed out. */
export function movedSentences({ moved }: DayEndFigures, reference: Reference): string[] {
	return MOVED.flatMap(([act, say]) => {
		const goods = moved[act] ?? [];
		return goods.length > 0 ? [say({ goods: goodsText(goods, reference) })] : [];
	});
}
