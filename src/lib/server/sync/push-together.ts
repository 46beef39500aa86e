/**
 * One transaction for a whole push: who sends, judgement in pure code, the operations, custody of everything that came whatever
 * became of it, and last the running figures, the stock and the feeds. Where an operation fails unexpectedly, the same again
 * with groups of operations under a savepoint each, so that only that one is parked.
 */
import type { Verdict } from '#lib/domain/operation.ts';
import { kindOf as registry } from '#lib/records/index.ts';
import { isRetryable } from '#lib/server/database/is-retryable.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { systemPorts, type NewId } from '#lib/server/ports.ts';
import { tellRosters } from '#lib/server/rosters/tell-rosters.ts';
import { applyAtOnce, applyInGroups, GroupFailed } from './apply-groups.ts';
import { judgeCountedRows } from './count-rows.ts';
import { custodyRow } from './custody-row.ts';
import { keep, receive, type Received } from './custody.ts';
import { judgeKeys } from './judge-body.ts';
import { judgeItems } from './judge-items.ts';
import { noteCounter, noteHeartbeat } from './note-device.ts';
import { answer, loadItems, verdictsOf, type Item } from './push-item.ts';
import type { Actor, Clock, PushInput, PushOptions } from './push-types.ts';
import { loadUsedPhotos, type NamedPhotos } from '#lib/server/photos/used-photos.ts';
import {
	LoadedWorld,
	loadCounters,
	loadNumbers,
	loadParked,
	loadRestores,
	loadSharing,
	storeCounters
} from './push-world.ts';
import { loadRecordStates } from './record-state.ts';
import { loadReference } from './reference-store.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import { loadStanding, StockWorld } from '#lib/server/stock/stock-world.ts';
import { tellFeeds } from './tell-feeds.ts';
import { tellFigures } from './tell-figures.ts';
import { tellGoods } from './tell-goods.ts';
import { toldAgain } from './voided-parents.ts';
import { keepWordings } from './wordings.ts';

const TRIES = 3;

/** @throws what the database throws, apart from what a second try mends, and what fails outside of any one operation */
export async function pushTogether(
	database: ServerDatabase,
	actor: Actor,
	input: PushInput,
	clock: Clock,
	options: PushOptions
): Promise<Verdict[]> {
	const received = input.operations.map(receive);
	let apply: Apply = applyAtOnce;
	for (let attempt = 1; ; attempt++) {
		try {
			return await database.concurrently((trx) =>
				pushOnce(trx, actor, input, received, clock, options, apply)
			);
		} catch (error) {
			if (error instanceof GroupFailed) {
				apply = applyInGroups;
				attempt--;
				continue;
			}
			if (!isRetryable(error)) throw error;
			if (attempt < TRIES) continue;
			return received.flatMap(({ opId }) => (opId ? [answer(opId, 'retry', null)] : []));
		}
	}
}

type Apply = typeof applyInGroups;

async function pushOnce(
	trx: Trx,
	actor: Actor,
	input: PushInput,
	received: readonly Received[],
	clock: Clock,
	options: PushOptions,
	apply: Apply
): Promise<Verdict[]> {
	const now = clock();
	const kindOf = options.kindOf ?? registry;
	await noteDevice(trx, actor, input, now);
	const { kept, items, fresh } = await loadItems(trx, received, actor, options.origin);
	if (fresh.length === 0) return verdictsOf(items);

	await judgeItems(trx, fresh, actor, input, now, kindOf, options);
	const newId = options.newId ?? systemPorts.newId;
	const world = await loadWorld(trx, fresh, options.today ?? shanghaiDay(now), newId);
	const touched = await apply(trx, fresh, world, options);
	await judgeCountedRows(trx, world, touched, kindOf);
	await storeCounters(trx, world.counters);
	await keep(
		trx,
		fresh.map((item) => custodyRow(item, actor, input, now, kindOf, options)),
		kept
	);
	await keepWordings(trx, world.wordings);
	await tellFigures(trx, world, touched, kindOf);
	const stock = await tellGoods(trx, world, touched, kindOf);
	const lent = await tellRosters(trx, world, touched);
	const persons = await toldAgain(trx, world, touched);
	await tellFeeds(trx, world, touched, kindOf, [...stock, ...lent, ...persons]);
	return verdictsOf(items);
}

async function noteDevice(trx: Trx, actor: Actor, input: PushInput, now: Date): Promise<void> {
	if (actor.device === null) return;
	await noteCounter(trx, actor.device, input.operations);
	if (input.heartbeat && input.deviceTime !== null) {
		await noteHeartbeat(trx, actor.device, input.heartbeat, input.deviceTime, now);
	}
}

async function loadWorld(
	trx: Trx,
	items: readonly Item[],
	today: string,
	newId: NewId
): Promise<LoadedWorld> {
	const judged = items.flatMap((item) => (item.judged ? [item.judged] : []));
	const reference = await loadReference(trx);
	const ids = new Set(judged.map((one) => one.operation.recordId));
	const parents = new Set<string>();
	const amended = new Set<string>();
	const places = new Set<string>();
	const needed: { prefix: string; region: string; year: number }[] = [];
	const named: NamedPhotos[] = [];
	const keys = { duplicate_key: new Set<string>(), season_key: new Set<string>() };
	for (const one of judged) {
		if (one.operation.verb !== 'create' && one.operation.verb !== 'amend') continue;
		const found = judgeKeys(one, { reference, today });
		if (!found) continue;
		if (found.parent) parents.add(found.parent);
		if (one.operation.verb === 'amend') amended.add(one.operation.recordId);
		if (found.from) places.add(found.from);
		if (found.photos.length > 0) named.push({ recordId: one.operation.recordId, photos: found.photos });
		if (found.duplicate_key) keys.duplicate_key.add(found.duplicate_key);
		if (found.season_key) keys.season_key.add(found.season_key);
		const { numberPrefix } = one.kind;
		if (one.operation.verb === 'create' && numberPrefix) {
			needed.push({ prefix: numberPrefix, region: found.region, year: found.year });
		}
	}
	const usedPhotos = await loadUsedPhotos(trx, named);
	const states = await loadRecordStates(trx, [...ids, ...parents]);
	const parked = await loadParked(
		trx,
		[...parents, ...amended].filter((id) => !states.has(id))
	);
	for (const { verdict, received } of items) {
		const { recordId } = (received.value ?? {}) as { recordId?: unknown };
		if (verdict?.outcome === 'parked' && typeof recordId === 'string') parked.add(recordId);
	}
	// A restore matters to what was written on an earlier revision, and to what hangs on a record that is not here.
	const isOld =
		judged.some(({ operation }) => operation.verb !== 'create') || [...parents].some((id) => !states.has(id));
	return new LoadedWorld({
		reference,
		today,
		newId,
		states,
		parked,
		restores: isOld ? await loadRestores(trx) : [],
		stock: new StockWorld(await loadStanding(trx, [...places])),
		counters: await loadCounters(trx, needed),
		usedPhotos,
		numbers: await loadNumbers(trx, [...new Set(usedPhotos.values())]),
		stored: await loadSharing(trx, keys, [...states.keys()])
	});
}
