import type { Refusal } from '#lib/domain/operation.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import type { BadEntry, DifferingEntry } from './bad-entry.ts';
import type { PlannedAct, PlannedRecord } from './record-entries.ts';
import { differingKeys, sameValue } from './same-value.ts';

interface Stored {
	readonly opId: string;
	readonly recordId: string;
	readonly origin: string;
	readonly refusal: string | null;
	readonly act: { readonly verb: string; readonly at: string; readonly body: unknown };
}

const CHUNK = 500;

async function storedActs(db: Sql, recordIds: readonly string[]): Promise<Map<string, Stored[]>> {
	const byRecord = new Map<string, Stored[]>();
	for (let from = 0; from < recordIds.length; from += CHUNK) {
		const rows = await db
			.selectFrom('operation')
			.select(['op_id', 'record_id', 'origin', 'refusal', 'raw'])
			.where('record_id', 'in', recordIds.slice(from, from + CHUNK))
			.execute();
		for (const row of rows) {
			const recordId = row.record_id ?? '';
			const held = byRecord.get(recordId) ?? [];
			held.push({
				opId: row.op_id,
				recordId,
				origin: row.origin,
				refusal: row.refusal,
				act: JSON.parse(row.raw) as Stored['act']
			});
			byRecord.set(recordId, held);
		}
	}
	return byRecord;
}

export interface Standing {
	/** Acts that are to be sent, by record. */
	readonly toSend: ReadonlyMap<PlannedRecord, readonly PlannedAct[]>;
	readonly unchanged: number;
}

/** How a planned act reads against the stored one: null when it is the same. */
function difference(planned: PlannedAct, stored: Stored): string | null {
	const { verb, at, body } = planned.operation;
	if (sameValue({ verb, at, body }, { verb: stored.act.verb, at: stored.act.at, body: stored.act.body }))
		return null;
	const keys = differingKeys(body as object, (stored.act.body ?? {}) as object);
	return keys === '' ? verb : verb === 'create' ? keys : `${verb}: ${keys}`;
}

/**
 * Compares the plan with custody. A new entry is to be sent; one that was imported before and reads the same is not; one
 * that reads differently is reported and left alone. Acts that an interrupted import did not come to are sent when
 * `resume` says that the last import did not finish; else a missing act means that the entry has changed.
 */
export async function recordStanding(
	db: Sql,
	plans: readonly PlannedRecord[],
	resume: boolean,
	bad: BadEntry[],
	differing: DifferingEntry[]
): Promise<Standing> {
	const ids = plans.flatMap((plan) => plan.creations.map((act) => act.operation.recordId));
	const stored = await storedActs(db, ids);
	const toSend = new Map<PlannedRecord, readonly PlannedAct[]>();
	let unchanged = 0;
	for (const plan of plans) {
		const { file, index, no } = plan;
		const acts = [...plan.creations, ...plan.decisions];
		const held = new Map(
			[...new Set(plan.creations.map((act) => act.operation.recordId))]
				.flatMap((id) => stored.get(id) ?? [])
				.filter((act) => act.origin === 'import')
				.map((act) => [act.opId, act])
		);
		if (held.size === 0) {
			toSend.set(plan, acts);
			continue;
		}
		const differences = new Set<string>();
		const missing: PlannedAct[] = [];
		for (const act of acts) {
			const before = held.get(act.operation.opId);
			held.delete(act.operation.opId);
			if (!before) {
				missing.push(act);
				continue;
			}
			const changed = difference(act, before);
			if (changed !== null) differences.add(changed);
			else if (before.refusal !== null) {
				bad.push({ file, index, entry: no, code: 'refused', detail: before.refusal as Refusal });
			}
		}
		for (const extra of held.values()) differences.add(extra.act.verb);
		const refused = bad.some((entry) => entry.file === file && entry.index === index);
		if (!resume && !refused) for (const act of missing) differences.add(act.operation.verb);
		if (differences.size > 0) {
			differing.push({ file, index, entry: no, detail: [...differences].join(', ') });
		} else if (resume && missing.length > 0 && !refused) toSend.set(plan, missing);
		else if (!refused) unchanged++;
	}
	return { toSend, unchanged };
}
