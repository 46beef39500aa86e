import { CompiledQuery } from 'kysely';
import { isOutage } from '#lib/server/database/is-outage.ts';
import { isRetryable } from '#lib/server/database/is-retryable.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { applyOperation, type Judged } from './apply.ts';
import { logFailure } from './log-failure.ts';
import { answer, type Item } from './push-item.ts';
import type { PushOptions } from './push-types.ts';
import type { LoadedWorld } from './push-world.ts';
import { parked } from './refused.ts';
import { writeRecords } from './write-records.ts';

/** One of the operations failed unexpectedly: the transaction is over, and `applyInGroups` finds which one it was. */
export class GroupFailed extends Error {}

const waitingOf = (items: readonly Item[]) => items.filter((item) => item.judged && !item.verdict);

/**
 * Applies in order without a savepoint: nearly always nothing fails, and under one every page and row that changes is
 * written down twice.
 * @returns ids of the records that changed
 * @throws GroupFailed
 */
export async function applyAtOnce(
	trx: Trx,
	items: readonly Item[],
	world: LoadedWorld
): Promise<Set<string>> {
	world.begin();
	try {
		return await applyGroup(trx, waitingOf(items), world);
	} catch (error) {
		if (isRetryable(error) || isOutage(error)) throw error;
		throw new GroupFailed('An operation failed.', { cause: error });
	}
}

/**
 * Applies in order, all under one savepoint; a group that fails is halved until the one that fails stands alone, so that
 * one of a thousand costs some twenty savepoints.
 * @returns ids of the records that changed
 */
export async function applyInGroups(
	trx: Trx,
	items: readonly Item[],
	world: LoadedWorld,
	options: PushOptions
): Promise<Set<string>> {
	const touched = new Set<string>();
	const waiting = waitingOf(items);
	const groups: Item[][] = waiting.length > 0 ? [waiting] : [];
	for (let group = groups.shift(); group; group = groups.shift()) {
		world.begin();
		await trx.executeQuery(savepoint('savepoint'));
		try {
			for (const id of await applyGroup(trx, group, world)) touched.add(id);
			await trx.executeQuery(savepoint('release savepoint'));
		} catch (error) {
			// A full disk or a lost connection says nothing of these operations: all of the push comes again.
			if (isRetryable(error) || isOutage(error)) throw error;
			await trx.executeQuery(savepoint('rollback to savepoint'));
			await trx.executeQuery(savepoint('release savepoint'));
			world.restore();
			for (const item of group) item.verdict = null;
			const [only] = group;
			if (group.length === 1 && only?.received.opId) {
				only.verdict = answer(only.received.opId, 'parked', parked('internal'));
				if (only.judged?.operation.verb === 'create') world.parked.add(only.judged.operation.recordId);
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
			if (result.outcome === 'parked' && judged.operation.verb === 'create') world.parked.add(id);
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
			return after ? [{ kind, before: world.before(id), after }] : [];
		})
	);
	return new Set(changed.keys());
}

function savepoint(command: string) {
	return CompiledQuery.raw(`${command} operations`);
}
