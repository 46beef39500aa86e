import { soonestBatch } from '#lib/domain/stock/in-hand.ts';
import type { OpenForm } from '#lib/records/open-form.ts';
import type { MovementBody } from './body.ts';

type Line = MovementBody['lines'][number];

/**
 * Lines for a supply that is chosen: of a count one for each batch that should be there, else one, of the soonest batch that
 * has no line yet. What comes in is of a batch that nobody knows yet.
 */
export function newLines(form: OpenForm<MovementBody>, supply: string): Line[] {
	const { act, lines, date } = form.body;
	const has = (batch: string, expiry: string | null) =>
		lines.some((one) => one.supply === supply && one.batch.trim() === batch && one.expiry === expiry);
	const left = (form.inHand?.(supply)?.batches ?? []).filter(({ batch, expiry }) => !has(batch, expiry));
	// What is written off is what expired first.
	const soonest = soonestBatch(left, act === 'expired' ? '' : date);
	const known = act === 'count' && left.length > 0 ? left : [soonest ?? { batch: '', expiry: null }];
	return known.map(({ batch, expiry }) => ({ id: form.newId(), supply, qty: null, batch, expiry }));
}
