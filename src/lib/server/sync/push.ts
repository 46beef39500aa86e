/**
 * The only way a record or a review changes: a phone's push, a decision at the desk, an import and a backup file all come
 * through here. All of it together in one transaction (`push-together.ts`), and apart where that fails.
 */
import type { Verdict } from '#lib/domain/operation.ts';
import { kindOf as registry } from '#lib/records/index.ts';
import { isOutage } from '#lib/server/database/is-outage.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { custodyRow } from './custody-row.ts';
import { keep, receive } from './custody.ts';
import { logFailure } from './log-failure.ts';
import { noteCounter } from './note-device.ts';
import { answer, loadItems, verdictsOf } from './push-item.ts';
import { pushTogether } from './push-together.ts';
import type { Actor, Clock, PushInput, PushOptions } from './push-types.ts';
import { parked } from './refused.ts';
import { regionHint } from './region-hint.ts';

/**
 * Takes operations in and answers one verdict for each whose id could be read, in their order. Where all of them together
 * fail and not for the database's sake, each half is taken in by itself: one that fails alone is kept and parked, so that
 * nothing behind it waits for ever.
 * @param actor whose operations these are; with `options.imported` each operation names its own account
 * @throws what a database out of reach throws
 */
export async function push(
	database: ServerDatabase,
	actor: Actor,
	input: PushInput,
	clock: Clock,
	options: PushOptions = {}
): Promise<Verdict[]> {
	try {
		return await pushTogether(database, actor, input, clock, options);
	} catch (error) {
		const { operations } = input;
		if (isOutage(error) || operations.length === 0) throw error;
		if (operations.length === 1) return keepAside(database, actor, input, clock, options, error);
		const middle = Math.ceil(operations.length / 2);
		const halves = [operations.slice(0, middle), operations.slice(middle)];
		const verdicts: Verdict[] = [];
		for (const half of halves)
			verdicts.push(...(await push(database, actor, { ...input, operations: half }, clock, options)));
		return verdicts;
	}
}

/** Keeps one operation that nothing could be made of, whatever failed: it is told to the operator and judged again later. */
async function keepAside(
	database: ServerDatabase,
	actor: Actor,
	input: PushInput,
	clock: Clock,
	options: PushOptions,
	error: unknown
): Promise<Verdict[]> {
	const received = input.operations.map(receive);
	return database.concurrently(async (trx) => {
		// The desk counts on from it.
		if (actor.device !== null) await noteCounter(trx, actor.device, input.operations);
		const { kept, items, fresh } = await loadItems(trx, received, actor, options.origin);
		for (const item of fresh) {
			const { opId } = item.received;
			if (opId === null || item.verdict) continue;
			item.region = regionHint(item.received.value);
			item.verdict = answer(opId, 'parked', parked('internal'));
			(options.alert ?? logFailure)({ opId, error });
		}
		const kindOf = options.kindOf ?? registry;
		await keep(
			trx,
			fresh.map((item) => custodyRow(item, actor, input, clock(), kindOf, options)),
			kept
		);
		return verdictsOf(items);
	});
}
