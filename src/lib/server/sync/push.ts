/**
 * The only way a record or a review changes: a phone's push, a decision at the desk, an import and a backup file all come
 * through here. One transaction: who sends, custody, judgement in pure code, groups of operations under a savepoint each,
 * and last the feeds.
 */
import { randomUUID } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import type { Verdict } from '#lib/domain/operation.ts';
import { kindOf as registry } from '#lib/records/index.ts';
import { isRetryable } from '#lib/server/database/is-retryable.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { OperationTable, Trx } from '#lib/server/database/schema.ts';
import { applyOperation, type Judged } from './apply.ts';
import { derivedId, keep, keepVerdicts, loadKept, receive, type Kept, type Received } from './custody.ts';
import { appendToFeeds, type FeedChange } from './feed.ts';
import { judgeKeys } from './judge-body.ts';
import { logFailure } from './log-failure.ts';
import type { Actor, Clock, KindLookup, PushInput, PushOptions } from './push-types.ts';
import { LoadedWorld, loadCounters, loadSharing, storeCounters } from './push-world.ts';
import { readOperation } from './read-operation.ts';
import { loadRecordStates } from './record-state.ts';
import { loadReference } from './reference-store.ts';
import { parked, rejected, type Refused } from './refused.ts';
import { loadRights, usableRights } from './rights.ts';
import { scopesOf } from './scopes.ts';
import { shanghaiDay } from './shanghai-day.ts';
import { writeRecords } from './write-records.ts';

const GROUP = 50;
const TRIES = 3;
/** Parked for these reasons, a newer server may know better: sent again, they are judged again. */
const JUDGE_AGAIN: ReadonlySet<string | null> = new Set([
	'newer-schema',
	'unknown-kind',
	'unknown-verb',
	'internal'
]);

/** One operation on its way to its verdict. */
interface Item {
	readonly received: Received;
	/** Id in custody. */
	readonly keptAs: string;
	judged: Judged | null;
	region: string | null;
	verdict: Verdict | null;
	/** Not stored again: its verdict stood already. */
	settled: boolean;
}

/**
 * Takes operations in and answers one verdict for each whose id could be read, in their order.
 * @param actor whose operations these are; with `options.imported` each operation names its own account
 * @throws what the database throws, apart from what a second try mends
 */
export async function push(
	database: ServerDatabase,
	actor: Actor,
	input: PushInput,
	clock: Clock,
	options: PushOptions = {}
): Promise<Verdict[]> {
	const received = input.operations.map(receive);
	for (let attempt = 1; ; attempt++) {
		try {
			return await database.transaction((trx) => pushOnce(trx, actor, input, received, clock, options));
		} catch (error) {
			if (!isRetryable(error)) throw error;
			if (attempt < TRIES) continue;
			return received.flatMap(({ opId }) => (opId ? [answer(opId, 'retry', null)] : []));
		}
	}
}

async function pushOnce(
	trx: Trx,
	actor: Actor,
	input: PushInput,
	received: readonly Received[],
	clock: Clock,
	options: PushOptions
): Promise<Verdict[]> {
	const now = clock();
	const kindOf = options.kindOf ?? registry;
	const kept = await loadKept(
		trx,
		received.flatMap((one) => (one.opId ? [one.opId] : []))
	);
	const items = itemsOf(received, kept, actor);
	const fresh = items.filter((item) => !item.settled);
	if (fresh.length === 0) return verdictsOf(items);

	await keep(
		trx,
		fresh.map((item) => custodyRow(item, actor, input, now, kindOf, options))
	);
	await judge(trx, fresh, actor, input, now, kindOf, options);
	const world = await loadWorld(trx, fresh, options.today ?? shanghaiDay(now));
	const touched = await applyAll(trx, fresh, world, options);
	await storeCounters(trx, world.counters);
	await keepVerdicts(
		trx,
		fresh.flatMap((item) =>
			item.verdict ? [{ id: item.keptAs, verdict: item.verdict, region: item.region }] : []
		)
	);
	await tellFeeds(trx, world, touched, kindOf);
	return verdictsOf(items);
}

function answer(opId: string, outcome: Verdict['outcome'], refused: Refused | null): Verdict {
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

/** Known operations get their stored verdict; an id that comes with another body is refused and kept beside. */
function itemsOf(received: readonly Received[], kept: ReadonlyMap<string, Kept>, actor: Actor): Item[] {
	const seen = new Map<string, string>();
	return received.map((one) => {
		const item: Item = {
			received: one,
			keptAs: one.opId ?? derivedId(one, actor.account),
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
		return item;
	});
}

function verdictsOf(items: readonly Item[]): Verdict[] {
	const byId = new Map<string, Verdict>();
	for (const { verdict } of items) if (verdict && !byId.has(verdict.opId)) byId.set(verdict.opId, verdict);
	return items.flatMap(({ received, verdict }) => {
		const own = verdict ?? (received.opId ? byId.get(received.opId) : undefined);
		return own ? [own] : [];
	});
}

function skewOf(input: PushInput, now: Date): number | null {
	const device = input.deviceTime === null ? Number.NaN : Date.parse(input.deviceTime);
	return Number.isNaN(device) ? null : Math.trunc(device - now.getTime());
}

/** An instant less the clock's skew, or null where the text is no instant within reach. */
function corrected(at: unknown, skew: number | null): string | null {
	const millis = typeof at === 'string' ? Date.parse(at) - (skew ?? 0) : Number.NaN;
	return Math.abs(millis) < 8e15 ? new Date(millis).toISOString() : null;
}

function custodyRow(
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
	return {
		op_id: item.keptAs,
		device_id: actor.device,
		account_id: imported?.account ?? actor.account,
		n: Number.isSafeInteger(n) ? (n as number) : null,
		body_hash: hash,
		raw,
		received_at: imported?.receivedAt ?? now.toISOString(),
		at: corrected(fields['at'], 0),
		skew_ms: skew,
		corrected_at: corrected(fields['at'], skew),
		origin: options.origin ?? 'phone',
		outcome: null,
		refusal: null,
		verdict: null,
		kind: typeof kind === 'string' && kindOf(kind) ? kind : null,
		record_id: typeof recordId === 'string' && /^[0-9a-f-]{36}$/.test(recordId) ? recordId : null,
		verb: typeof verb === 'string' && /^[a-z-]{1,40}$/.test(verb) ? verb : null,
		region: null,
		handled_at: null,
		handled_by: null
	};
}

/** Reads each operation and finds out who stands behind it; nothing is applied yet. */
async function judge(
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
	const device = actor.device
		? await trx.selectFrom('device').select('revoked_at').where('id', '=', actor.device).executeTakeFirst()
		: undefined;
	const skew = skewOf(input, now);
	for (const item of items) {
		const { opId, value } = item.received;
		if (item.verdict || opId === null) continue;
		item.region = regionHint(value);
		const read = readOperation(value, kindOf);
		if (!read.ok) {
			item.verdict = answer(opId, read.outcome, read);
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
			usable: own ? usableRights(own, receivedAt, input.grantsRev, correctedAt) : { now: [], tooOld: [] },
			receivedAt,
			correctedAt,
			skewMillis: imported ? null : skew,
			legacyNo: imported?.legacyNo ?? null,
			imported: options.origin === 'import'
		};
	}
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

async function loadWorld(trx: Trx, items: readonly Item[], today: string): Promise<LoadedWorld> {
	const judged = items.flatMap((item) => (item.judged ? [item.judged] : []));
	const reference = await loadReference(trx);
	const ids = [...new Set(judged.map((one) => one.operation.recordId))];
	const needed: { prefix: string; region: string; year: number }[] = [];
	const keys = { duplicate_key: new Set<string>(), season_key: new Set<string>() };
	for (const one of judged) {
		if (one.operation.verb !== 'create' && one.operation.verb !== 'amend') continue;
		const found = judgeKeys(one, reference);
		if (!found) continue;
		if (found.duplicate_key) keys.duplicate_key.add(found.duplicate_key);
		if (found.season_key) keys.season_key.add(found.season_key);
		const { numberPrefix } = one.kind;
		if (one.operation.verb === 'create' && numberPrefix) {
			needed.push({ prefix: numberPrefix, region: found.region, year: found.year });
		}
	}
	return new LoadedWorld({
		reference,
		today,
		newId: randomUUID,
		states: await loadRecordStates(trx, ids),
		counters: await loadCounters(trx, needed),
		stored: await loadSharing(trx, keys)
	});
}

/** Applies in order, a savepoint a group; a group that fails is halved until the one that fails stands alone. */
async function applyAll(
	trx: Trx,
	items: readonly Item[],
	world: LoadedWorld,
	options: PushOptions
): Promise<Set<string>> {
	const touched = new Set<string>();
	const waiting = items.filter((item) => item.judged && !item.verdict);
	const groups: Item[][] = [];
	for (let from = 0; from < waiting.length; from += GROUP) groups.push(waiting.slice(from, from + GROUP));
	for (let group = groups.shift(); group; group = groups.shift()) {
		const point = world.checkpoint();
		await trx.executeQuery(savepoint('savepoint'));
		try {
			for (const id of await applyGroup(trx, group, world)) touched.add(id);
			await trx.executeQuery(savepoint('release savepoint'));
		} catch (error) {
			if (isRetryable(error)) throw error;
			await trx.executeQuery(savepoint('rollback to savepoint'));
			await trx.executeQuery(savepoint('release savepoint'));
			world.restore(point);
			for (const item of group) item.verdict = null;
			const [only] = group;
			if (group.length === 1 && only?.received.opId) {
				only.verdict = answer(only.received.opId, 'parked', parked('internal'));
				(options.alert ?? logFailure)({ opId: only.received.opId, error });
			} else {
				const middle = Math.ceil(group.length / 2);
				groups.unshift(group.slice(0, middle), group.slice(middle));
			}
		}
	}
	return touched;
}

async function applyGroup(trx: Trx, group: readonly Item[], world: LoadedWorld): Promise<Set<string>> {
	const before = new Map(world.states);
	const changed = new Map<string, Judged['kind']>();
	for (const item of group) {
		const { judged } = item;
		const { opId } = item.received;
		if (!judged || opId === null) continue;
		const result = applyOperation(judged, world);
		const id = judged.operation.recordId;
		if (!result.ok) {
			item.region = world.states.get(id)?.row.region ?? item.region;
			item.verdict = answer(opId, result.outcome, result);
			continue;
		}
		const { row } = result.state;
		item.region = row.region;
		item.verdict = {
			...answer(opId, result.outcome, null),
			rev: row.rev,
			no: row.no,
			...(result.conflict ? { conflict: result.conflict } : {})
		};
		if (result.outcome === 'duplicate') continue;
		world.advance(id, result.state);
		changed.set(id, judged.kind);
	}
	await writeRecords(
		trx,
		[...changed].flatMap(([id, kind]) => {
			const after = world.states.get(id);
			return after ? [{ kind, before: before.get(id), after }] : [];
		})
	);
	return new Set(changed.keys());
}

/** Each touched record to the scopes that show it now, a tombstone to those that showed it before. */
async function tellFeeds(
	trx: Trx,
	world: LoadedWorld,
	touched: ReadonlySet<string>,
	kindOf: KindLookup
): Promise<void> {
	const ids = [...touched];
	const showing = new Map<string, string[]>();
	for (let from = 0; from < ids.length; from += 500) {
		const rows = await trx
			.selectFrom('feed')
			.select(['scope', 'record_id'])
			.where('record_id', 'in', ids.slice(from, from + 500))
			.where('gone', '=', 0)
			.execute();
		for (const row of rows) showing.set(row.record_id, [...(showing.get(row.record_id) ?? []), row.scope]);
	}
	const changes: FeedChange[] = [];
	for (const id of ids) {
		const state = world.states.get(id);
		const kind = state && kindOf(state.row.kind);
		if (!state || !kind) continue;
		const { rev } = state.row;
		const scopes = scopesOf(kind, state.row, state.body);
		for (const scope of scopes) changes.push({ scope, kind: kind.kind, id, rev, gone: false });
		for (const scope of showing.get(id) ?? []) {
			if (!scopes.includes(scope)) changes.push({ scope, kind: kind.kind, id, rev, gone: true });
		}
	}
	await appendToFeeds(trx, changes);
}

function savepoint(command: string) {
	return CompiledQuery.raw(`${command} operations`);
}
