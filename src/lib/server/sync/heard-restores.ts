/** What a device had heard of the server's restores when it wrote an operation. */
import type { HeardRestores, PushRequest } from '#lib/protocol/push-request.ts';

/** The restores that a push or a file says its device heard of. Older apps say of the last one alone, and not what they knew before. */
export function heardBy({
	heard,
	beforeRestore
}: Partial<Pick<PushRequest, 'heard' | 'beforeRestore'>>): HeardRestores {
	return heard ?? (beforeRestore === undefined ? [] : [{ epoch: 0, n: beforeRestore }]);
}

/**
 * Epoch that a device knew the server by when it wrote its operation `n`.
 * @returns null: that of its push
 */
export function knownEpoch(n: unknown, heard: HeardRestores): number | null {
	if (typeof n !== 'number') return null;
	return heard.reduce<number | null>(
		(known, one) => (n <= one.n ? earlierEpoch(known, one.epoch) : known),
		null
	);
}

/** The earlier of two; null is later than all. */
export function earlierEpoch(one: number | null, other: number | null): number | null {
	return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
