import { compiledOnce } from '#lib/server/database/compiled-once.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { corrected, skewOf } from './custody-row.ts';
import { mayCome } from './origin.ts';
import { answer, type Item } from './push-item.ts';
import type { Actor, KindLookup, PushInput, PushOptions } from './push-types.ts';
import { readOperation } from './read-operation.ts';
import { parked, rejected } from './refused.ts';
import { loadRights, usableRights } from './rights.ts';

/** Reads each operation and finds out who stands behind it; nothing is applied yet. */
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
	const skew = skewOf(input, now);
	for (const item of items) {
		const { opId, value, raw } = item.received;
		if (item.verdict || opId === null) continue;
		item.region = regionHint(value);
		const read = readOperation(raw.includes(LONE) ? wellFormed(value) : value, kindOf);
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
		const correctedAt = corrected(read.operation.at, skew) ?? read.operation.at;
		if (device?.revoked_at && correctedAt > device.revoked_at) {
			item.verdict = answer(opId, 'parked', parked('device-revoked'));
			continue;
		}
		const receivedAt = imported?.receivedAt ?? now.toISOString();
		item.judged = {
			operation: read.operation,
			kind: read.kind,
			account,
			team: own?.team ?? null,
			device: actor.device,
			origin: item.origin,
			usable: own ? usableRights(own, receivedAt, input.grantsRev, correctedAt) : { now: [], tooOld: [] },
			receivedAt,
			isFromBefore: read.operation.n <= (input.beforeRestore ?? -1),
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

/** How JSON writes half of a character beyond 16 bits, as a text that was cut in its middle ends; others it writes as they are. */
const LONE = '\\ud';

/** The same with U+FFFD for every half of a character: PostgreSQL keeps them so, and two that are told apart here would be one there. */
function wellFormed(value: unknown): unknown {
	if (typeof value === 'string') return value.toWellFormed();
	if (Array.isArray(value)) return value.map(wellFormed);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key.toWellFormed(), wellFormed(one)]));
}

/** Region under which a coordinator finds a refused or parked operation; the record's own region goes first later. */
function regionHint(value: unknown): string | null {
	const { scope, body } = value as { scope?: unknown; body?: unknown };
	const inBody = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
	for (const text of [inBody['region'], typeof scope === 'string' ? scope.replace(/^area:/, '') : null]) {
		if (typeof text === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(text)) return text;
	}
	return null;
}
