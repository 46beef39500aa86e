import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { corrected, skewOf } from './custody-row.ts';
import { mayCome } from './origin.ts';
import { answer, knownSince, type Item } from './push-item.ts';
import type { Actor, KindLookup, PushInput, PushOptions } from './push-types.ts';
import { readOperation } from './read-operation.ts';
import { parked, rejected } from './refused.ts';
import { regionHint } from './region-hint.ts';
import { loadRights, usableAtEither, usableRights } from './rights.ts';
import { wellFormed } from './well-formed.ts';

/**
 * Reads each operation and finds out who stands behind it; nothing is applied yet. One that was kept before is judged by what
 * was known when it came: neither its sender nor its lateness is to blame for what this server did with it meanwhile.
 */
export async function judgeItems(
	trx: Trx,
	items: readonly Item[],
	actor: Actor,
	input: PushInput,
	now: Date,
	kindOf: KindLookup,
	options: PushOptions
): Promise<void> {
	const accounts = new Set([actor.account]);
	for (const one of options.imported?.values() ?? []) accounts.add(one.account);
	const rights = await loadRights(trx, [...accounts], actor.device);
	const device = actor.device ? (await findDevice(trx, actor.device))[0] : undefined;
	const skewNow = skewOf(input, now);
	const judgedAt = now.toISOString();
	for (const item of items) {
		const { opId, value, raw } = item.received;
		const { arrival } = item;
		if (item.verdict || opId === null) continue;
		item.region = regionHint(value);
		const read = readOperation(wellFormed(value, raw), kindOf);
		if (!read.ok) {
			item.verdict = answer(opId, read.outcome, read);
			continue;
		}
		if (!mayCome(item.origin, read.operation.verb)) {
			item.verdict = answer(opId, 'rejected', rejected('not-permitted'));
			continue;
		}
		const imported = options.imported?.get(opId);
		const account = imported?.account ?? actor.account;
		const own = rights.get(account);
		const skew = arrival ? arrival.skewMillis : skewNow;
		const correctedAt = corrected(read.operation.at, skew) ?? read.operation.at;
		if (device?.revoked_at && correctedAt > device.revoked_at) {
			item.verdict = answer(opId, 'parked', parked('device-revoked'));
			continue;
		}
		const receivedAt = imported?.receivedAt ?? arrival?.receivedAt ?? judgedAt;
		const grantsRev = arrival?.grantsRev ?? input.grantsRev;
		const usable = (at: string) => own && usableRights(own, at, grantsRev, correctedAt);
		item.judged = {
			operation: read.operation,
			kind: read.kind,
			account,
			team: own?.team ?? null,
			device: actor.device,
			origin: item.origin,
			usable: usableAtEither(usable(receivedAt), arrival ? usable(judgedAt) : undefined),
			receivedAt,
			judgedAt: imported?.receivedAt ?? judgedAt,
			knownEpoch: knownSince(arrival, read.operation.n, input),
			correctedAt,
			skewMillis: imported ? null : skew,
			legacyNo: imported?.legacyNo ?? null,
			imported: options.origin === 'import'
		};
	}
}

const findDevice = compiledOnce((db, id: string) =>
	db.selectFrom('device').select('revoked_at').where('id', '=', id)
);
