import { OF_PLACE, type Verdict } from '#lib/domain/operation.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import type { Judged } from './apply.ts';
import { derivedId, loadKept, type Kept, type Received } from './custody.ts';
import type { Origin } from './origin.ts';
import { earlierEpoch, knownEpoch } from './heard-restores.ts';
import type { Actor, PushInput } from './push-types.ts';
import { rejected, type Refused } from './refused.ts';

/** Parked for these reasons, a newer server or a right given again may decide otherwise: sent again, they are judged again. */
const JUDGE_AGAIN: ReadonlySet<string | null> = new Set([
	'newer-schema',
	'unknown-kind',
	'unknown-verb',
	'no-such-parent',
	'no-such-record',
	'right-ended',
	// These two are parked only after a restore, until a record's move is brought back.
	...OF_PLACE,
	// Refused for good it is never parked: a step to the present version failed on it, and may be mended.
	'invalid-body',
	'internal'
]);

/** What was known of an operation when it came first: by that it is judged, however often it is. */
export interface Arrival {
	readonly receivedAt: string;
	readonly skewMillis: number | null;
	/** null: not kept then. */
	readonly grantsRev: number | null;
	readonly knownEpoch: number | null;
}

/** Epoch that an operation's device knew the server by when it wrote it: as it was said when it came first, or is said now. */
export function knownSince(arrival: Arrival | null, n: unknown, input: PushInput): number | null {
	return earlierEpoch(arrival?.knownEpoch ?? null, knownEpoch(n, input));
}

/** One operation on its way to its verdict. */
export interface Item {
	readonly received: Received;
	/** Id in custody. */
	readonly keptAs: string;
	/** By which road it came first: what a file brought stays so, however often it is judged. */
	readonly origin: string;
	/** null: it comes now. */
	readonly arrival: Arrival | null;
	judged: Judged | null;
	region: string | null;
	verdict: Verdict | null;
	/** Not stored again: its verdict stood already. */
	settled: boolean;
}

/** A verdict without a revision, refused or not. */
export function answer(opId: string, outcome: Verdict['outcome'], refused: Refused | null): Verdict {
	return {
		opId,
		outcome,
		rev: null,
		no: null,
		refusal: refused?.refusal ?? null,
		...(refused?.issues ? { issues: refused.issues } : {}),
		...(refused?.decided ? { decided: refused.decided } : {})
	};
}

function arrivalOf({ received_at, skew_ms, grants_rev, known_epoch }: Kept): Arrival {
	return {
		receivedAt: received_at,
		// PostgreSQL's driver reads wide numbers as text.
		skewMillis: skew_ms === null ? null : Number(skew_ms),
		grantsRev: grants_rev,
		knownEpoch: known_epoch
	};
}

/** Known operations get their stored verdict; an id that comes with another body is refused and kept beside. */
function itemsOf(
	received: readonly Received[],
	kept: ReadonlyMap<string, Kept>,
	actor: Actor,
	origin: Origin
): Item[] {
	const seen = new Map<string, string>();
	return received.map((one) => {
		const item: Item = {
			received: one,
			keptAs: one.opId ?? derivedId(one, actor.account),
			origin,
			arrival: null,
			judged: null,
			region: null,
			verdict: null,
			settled: false
		};
		if (one.opId === null) return item;
		const stored = kept.get(one.opId);
		const known = stored?.body_hash ?? seen.get(one.opId);
		if (known !== undefined && known !== one.hash) {
			const verdict = answer(one.opId, 'rejected', rejected('reused-op-id'));
			return { ...item, keptAs: derivedId(one, actor.account), verdict };
		}
		if (stored?.verdict && !(stored.outcome === 'parked' && JUDGE_AGAIN.has(stored.refusal))) {
			return { ...item, verdict: JSON.parse(stored.verdict) as Verdict, settled: true };
		}
		// The same operation twice in one batch is one operation.
		if (seen.has(one.opId)) return { ...item, settled: true };
		seen.set(one.opId, one.hash);
		return stored ? { ...item, origin: stored.origin, arrival: arrivalOf(stored) } : item;
	});
}

/** What came, with what is known of it; `fresh` is what has to be judged or kept. */
export async function loadItems(
	trx: Trx,
	received: readonly Received[],
	actor: Actor,
	origin: Origin = 'phone'
): Promise<{ readonly kept: ReadonlyMap<string, Kept>; readonly items: Item[]; readonly fresh: Item[] }> {
	const kept = await loadKept(
		trx,
		received.flatMap(({ opId }) => opId ?? [])
	);
	const items = itemsOf(received, kept, actor, origin);
	return { kept, items, fresh: items.filter((item) => !item.settled) };
}

/** One verdict for each operation whose id could be read, in their order. */
export function verdictsOf(items: readonly Item[]): Verdict[] {
	const byId = new Map<string, Verdict>();
	for (const { verdict } of items) if (verdict && !byId.has(verdict.opId)) byId.set(verdict.opId, verdict);
	return items.flatMap(({ received, verdict }) => {
		const own = verdict ?? (received.opId ? byId.get(received.opId) : undefined);
		return own ? [own] : [];
	});
}
