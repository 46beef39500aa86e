import { milliOf } from '#lib/domain/stock/movement.ts';
import { splitOver } from '#lib/domain/stock/split-over.ts';
import type { GoodsLine } from './goods-place.ts';
import type { OpenForm } from './open-form.ts';
import type { MovementBody } from './movement/body.ts';

/** Acts by which something of a batch is taken away without looking for what is expired. */
const SPLIT: ReadonlySet<string> = new Set(['issue', 'transfer', 'return', 'loss']);

export type SplitSource = Pick<OpenForm, 'newId' | 'inHand'>;

/** Day on which the goods of a body go out by batches; null where lines are not split. */
export function splitDay(body: unknown): string | null {
	const { act, date } = body as Partial<MovementBody>;
	return act === undefined || SPLIT.has(act) ? (date ?? null) : null;
}

/**
 * The lines, with the one that is more than its batch holds over the batches that are there, the soonest expiry first. What comes
 * to a batch that has a line already is added to it.
 * @returns null where nothing is to be split
 */
export function splitLines(
	lines: readonly GoodsLine[],
	id: string,
	day: string | null,
	from: SplitSource
): GoodsLine[] | null {
	const line = lines.find((one) => one.id === id);
	if (!line || day === null || line.qty === null) return null;
	const others = lines.filter((one) => one !== line && one.supply === line.supply);
	const ofBatch = ({ batch, expiry }: Pick<GoodsLine, 'batch' | 'expiry'>) =>
		others.filter((one) => one.batch.trim() === batch && one.expiry === expiry);
	const taken = (batch: Pick<GoodsLine, 'batch' | 'expiry'>) =>
		ofBatch(batch).reduce((sum, one) => sum + milliOf(one.qty), 0);
	const wanted = { batch: line.batch.trim(), expiry: line.expiry, milli: milliOf(line.qty) };
	const parts = splitOver(wanted, from.inHand?.(line.supply)?.batches ?? [], taken, day);
	if (!parts) return null;
	const made: GoodsLine[] = [];
	const more = new Map<string, number>();
	for (const { batch, expiry, milli } of parts) {
		const [present] = ofBatch({ batch, expiry });
		if (present) more.set(present.id, milli);
		else
			made.push({
				...line,
				id: made.length === 0 ? line.id : from.newId(),
				batch,
				expiry,
				qty: milli / 1000
			});
	}
	return lines.flatMap((one) => {
		if (one === line) return made;
		const added = more.get(one.id);
		return [added === undefined ? one : { ...one, qty: (milliOf(one.qty) + added) / 1000 }];
	});
}
