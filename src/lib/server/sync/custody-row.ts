import { LARGEST_INTEGER } from '#lib/server/database/largest-integer.ts';
import type { OperationTable } from '#lib/server/database/schema.ts';
import { knownSince, type Item } from './push-item.ts';
import type { Actor, KindLookup, PushInput, PushOptions } from './push-types.ts';
import { isWithinReach } from './within-reach.ts';

/** Milliseconds by which the device's clock is ahead; null where it told no time that can be read. */
export function skewOf(input: PushInput, now: Date): number | null {
	const device = input.deviceTime === null ? Number.NaN : Date.parse(input.deviceTime);
	return Number.isNaN(device) ? null : Math.trunc(device - now.getTime());
}

/** What a clock that is so far off says at an instant, as a push tells it; null where nobody knows how far it is off. */
export function deviceTimeAt(now: Date, skew: number | null): string | null {
	const millis = skew === null ? Number.NaN : now.getTime() + skew;
	return isWithinReach(millis) ? new Date(millis).toISOString() : null;
}

/** An instant less the clock's skew, or null where that is no instant that anybody knows. */
export function corrected(at: unknown, skew: number | null): string | null {
	const millis = typeof at === 'string' ? Date.parse(at) - (skew ?? 0) : Number.NaN;
	return isWithinReach(millis) ? new Date(millis).toISOString() : null;
}

const isRevision = (value: unknown): value is number =>
	Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= LARGEST_INTEGER;

/** The row in which an operation is kept as it came, with its answer; what can be read of it goes into columns. */
export function custodyRow(
	item: Item,
	actor: Actor,
	input: PushInput,
	now: Date,
	kindOf: KindLookup,
	options: PushOptions
): OperationTable {
	const { value, raw, hash, opId } = item.received;
	const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
	const imported = opId ? options.imported?.get(opId) : undefined;
	const skew = skewOf(input, now);
	const n = fields['n'];
	const kind = fields['kind'];
	const verb = fields['verb'];
	const recordId = fields['recordId'];
	const baseRev = fields['baseRev'];
	const known = actor.device === null ? null : knownSince(item.arrival, n, input);
	return {
		op_id: item.keptAs,
		device_id: actor.device,
		account_id: imported?.account ?? actor.account,
		n: Number.isSafeInteger(n) ? (n as number) : null,
		body_hash: hash,
		raw,
		received_at: imported?.receivedAt ?? now.toISOString(),
		at: item.judged?.operation.at ?? corrected(fields['at'], 0),
		skew_ms: skew,
		corrected_at: corrected(fields['at'], skew),
		origin: item.origin,
		outcome: item.verdict?.outcome ?? null,
		refusal: item.verdict?.refusal ?? null,
		verdict: item.verdict ? JSON.stringify(item.verdict) : null,
		kind: typeof kind === 'string' && kindOf(kind) ? kind : null,
		record_id: typeof recordId === 'string' && /^[0-9a-f-]{36}$/.test(recordId) ? recordId : null,
		verb: typeof verb === 'string' && /^[a-z-]{1,40}$/.test(verb) ? verb : null,
		region: item.verdict ? item.region : null,
		handled_at: null,
		handled_by: null,
		grants_rev: actor.device === null ? null : Math.min(input.grantsRev, LARGEST_INTEGER),
		known_epoch: known === null ? null : Math.min(known, LARGEST_INTEGER),
		base_rev: isRevision(baseRev) ? baseRev : null
	};
}
