import type { IsoDate } from '../ids.ts';
import type { Holding } from './in-hand.ts';

type Batch = Holding['batches'][number];
type BatchName = Pick<Batch, 'batch' | 'expiry'>;

const isSame = (one: BatchName, other: BatchName) => one.batch === other.batch && one.expiry === other.expiry;

/** True for what may still go out on that day. */
export const isGood = ({ expiry }: Pick<Batch, 'expiry'>, day: IsoDate): boolean =>
	expiry === null || expiry >= day;

/**
 * An amount that is more than its batch holds, over the batches that are there: what the batch has, then the others, the soonest
 * expiry first and nothing that is past it. What no batch has stands with the last one: nothing is refused for it.
 * @param milli thousandths wanted of the batch
 * @param batches what is there, the soonest expiry first
 * @param taken thousandths of a batch that other lines take already
 * @returns amounts by batch in that order; null where nothing is to be split: the batch has enough, is not known there, or there
 * is no other
 */
export function splitOver(
	wanted: BatchName & { readonly milli: number },
	batches: readonly Batch[],
	taken: (batch: BatchName) => number,
	day: IsoDate
): Batch[] | null {
	const free = batches.map((one) => ({ ...one, milli: Math.max(0, one.milli - taken(one)) }));
	const own = free.find((one) => isSame(one, wanted));
	if (!own || wanted.milli <= own.milli) return null;
	const others = free.filter((one) => one !== own && one.milli > 0 && isGood(one, day));
	const parts: Batch[] = [];
	let rest = wanted.milli;
	for (const one of own.milli > 0 ? [own, ...others] : others) {
		const milli = Math.min(rest, one.milli);
		if (milli > 0) parts.push({ ...one, milli });
		rest -= milli;
	}
	const last = parts.pop();
	if (!last || others.length === 0) return null;
	return [...parts, { ...last, milli: last.milli + rest }];
}
