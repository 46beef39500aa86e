/**
 * How it is known that somebody was there or received something: each time it was noted is a piece of its own, with who noted
 * it. A person counts once, however many pieces there are, and no longer when all of them were taken back.
 */
import type { IsoInstant, Uuid } from './ids.ts';

/** On the roster; a code was read; on the person's own phone; typed in; from the paper sheet. */
export const EVIDENCE_METHODS = ['tick', 'scan', 'self', 'typed', 'paper'] as const;
export type EvidenceMethod = (typeof EVIDENCE_METHODS)[number];

export interface Evidence {
	readonly id: Uuid;
	readonly method: EvidenceMethod;
	/** By the clock of the device on which it was noted. */
	readonly at: IsoInstant;
	/** Account that noted it; the server writes its own answer over whatever is said here. */
	readonly by: string;
	/** Noted by mistake and taken back. It stays, so that everybody sees the same. */
	readonly withdrawn: boolean;
}

/** Whether the person counts. */
export function isCounted(evidence: readonly Evidence[]): boolean {
	return evidence.some((one) => !one.withdrawn);
}

/**
 * The pieces of both sides, each once, as `account` may leave them: what others noted stands as it stands, what is new is
 * the account's. Pieces are in the order of their ids, so that the order of arrival does not show.
 * @param mayChange true: the account's own standing pieces follow `incoming` (it takes one back); false: an older word on them
 *   that comes late, or comes again, changes nothing
 * @param most pieces that a row has room for: what is new beyond them says nothing that the others do not say
 */
export function joinEvidence<One extends Evidence>(
	standing: readonly One[],
	incoming: readonly One[],
	account: string,
	mayChange: boolean,
	most = Infinity
): One[] {
	const joined = new Map(standing.map((one) => [one.id, one]));
	for (const one of incoming) {
		const known = joined.get(one.id);
		if (!known && joined.size >= most) continue;
		if (!known || (mayChange && known.by === account)) joined.set(one.id, { ...one, by: account });
	}
	return [...joined.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
