/** What a device had heard of the server's restores when it wrote an operation. */
import type { Restore } from '#lib/server/database/epochs.ts';
import type { PushInput } from './push-types.ts';

/**
 * Epoch that a device knew the server by when it wrote its operation `n`. What it gave a counter after the last restore that it
 * heard of was written under the epoch of its push.
 * @param epoch that of the push
 * @returns null: nobody knows - it has heard of none, also where it lost what it knew
 */
export function knownEpoch(n: unknown, { heard = [], epoch }: PushInput): number | null {
	if (typeof n !== 'number' || heard.length === 0) return null;
	return heard.reduce<number | null>(
		(known, one) => (n <= one.n ? earlierEpoch(known, one.epoch) : known),
		epoch ?? null
	);
}

/** The earlier of two; null is later than all. */
export function earlierEpoch(one: number | null, other: number | null): number | null {
	return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/**
 * The first restore of which nobody had heard who wrote something: by the epoch known then, or by its time. Of several the last
 * one is not enough: it may have kept what was made since the first.
 * @param known epoch, where somebody knows it
 * @param times before a restore that is later than one of them
 * @param restores those that what stands here has seen, in order
 * @returns when it was, '' where it knew a server that never was this one; null: it had heard of all
 */
export function firstUnheard(
	known: number | null,
	times: readonly string[],
	restores: readonly Restore[]
): string | null {
	const last = restores.at(-1);
	// Its device's word goes before its clock.
	if (!last || (known !== null && known >= last.epoch)) return null;
	if (known !== null && known > 1 && !restores.some(({ epoch }) => epoch === known)) return '';
	const unheard = restores.find(
		({ epoch, at }) => (known !== null && epoch > known) || times.some((time) => time < at)
	);
	return unheard?.at ?? null;
}
