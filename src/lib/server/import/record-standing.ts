import type { Refusal } from '#lib/domain/operation.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import type { BadEntry, DifferingEntry } from './bad-entry.ts';
import type { PlannedAct, PlannedRecord } from './record-entries.ts';
import { kindOf } from '#lib/records/index.ts';
import { upcastBody } from '#lib/records/upcast.ts';
import { uuidV5 } from './uuid-v5.ts';
import { differingKeys, sameValue } from './same-value.ts';

interface Stored {
	readonly opId: string;
	readonly recordId: string;
	readonly origin: string;
	readonly account: string;
	readonly refusal: string | null;
	readonly act: { readonly verb: string; readonly at: string; readonly body: unknown };
}

type Raw = Stored['act'] & { readonly kind: string; readonly schema: number };

const CHUNK = 500;

/** An act as an import of today would write it: an earlier version's body says the same in an older form. */
function inPresentForm(act: Raw): Stored['act'] {
	const kind = act.verb === 'create' || act.verb === 'amend' ? kindOf(act.kind) : undefined;
	return kind ? { ...act, body: upcastBody(kind, act.schema, act.body) ?? act.body } : act;
}

async function storedActs(db: Sql, recordIds: readonly string[]): Promise<Map<string, Stored[]>> {
	const byRecord = new Map<string, Stored[]>();
	for (let from = 0; from < recordIds.length; from += CHUNK) {
		const rows = await db
			.selectFrom('operation')
			.select(['op_id', 'record_id', 'origin', 'account_id', 'refusal', 'raw'])
			.where('record_id', 'in', recordIds.slice(from, from + CHUNK))
			.execute();
		for (const row of rows) {
			const recordId = row.record_id ?? '';
			const held = byRecord.get(recordId) ?? [];
			held.push({
				opId: row.op_id,
				recordId,
				origin: row.origin,
				account: row.account_id,
				refusal: row.refusal,
				act: inPresentForm(JSON.parse(row.raw) as Raw)
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

const keyOf = (recordId: string, verb: string) => `${recordId} ${verb}`;

/** Tries of each act, by record and verb: refused ones, and at most one that was accepted, last. */
function triesOf(plan: PlannedRecord, stored: ReadonlyMap<string, readonly Stored[]>): Map<string, Stored[]> {
	const tries = new Map<string, Stored[]>();
	for (const id of new Set(plan.creations.map((act) => act.operation.recordId))) {
		for (const act of stored.get(id) ?? []) {
			if (act.origin !== 'import') continue;
			const key = keyOf(id, act.act.verb);
			const known = tries.get(key) ?? [];
			tries.set(key, act.refusal === null ? [...known, act] : [act, ...known]);
		}
	}
	return tries;
}

/** The act under another id: what was refused keeps its verdict, and the corrected one is judged for itself. */
function again(act: PlannedAct, asOf: string): PlannedAct {
	const { recordId, verb, at, body } = act.operation;
	const opId = uuidV5(recordId, [verb, act.by, at, JSON.stringify(body), asOf].join('\n'));
	return { ...act, operation: { ...act.operation, opId } };
}

/** How the plan is compared with what earlier imports left. */
export interface Earlier {
	/** True when the last import did not finish. */
	readonly interrupted: boolean;
	/** "Today" of this import. */
	readonly asOf: string;
	/** False when no earlier import judged by that day: what was refused may be accepted now. */
	readonly judgedByThatDay: boolean;
}

/**
 * Compares the plan with custody. A new entry is to be sent; one that was imported before and reads the same is not; one
 * that reads differently is reported and left alone. What the rules refused was never imported: once it is corrected (or
 * "today" is another day) it is sent again, with what would have followed it. Acts that an interrupted import did not
 * come to are sent; else a missing act means that the entry has changed.
 */
export async function recordStanding(
	db: Sql,
	plans: readonly PlannedRecord[],
	earlier: Earlier,
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
		const tries = triesOf(plan, stored);
		if (tries.size === 0) {
			toSend.set(plan, acts);
			continue;
		}
		const differences = new Set<string>();
		const missing: PlannedAct[] = [];
		const retried: PlannedAct[] = [];
		let refused = false;
		for (const act of acts) {
			const key = keyOf(act.operation.recordId, act.operation.verb);
			const before = tries.get(key) ?? [];
			tries.delete(key);
			const last = before.at(-1);
			if (!last) missing.push(act);
			else if (last.refusal === null) {
				const changed = difference(act, last);
				if (changed !== null) differences.add(changed);
			} else {
				const same = before.find((one) => one.account === act.by && difference(act, one) === null);
				if (!same || !earlier.judgedByThatDay) retried.push(again(act, earlier.asOf));
				else {
					refused = true;
					bad.push({ file, index, entry: no, code: 'refused', detail: same.refusal as Refusal });
				}
			}
		}
		for (const [extra] of tries.values()) if (extra) differences.add(extra.act.verb);
		const goesOn = earlier.interrupted || retried.length > 0;
		if (!goesOn && !refused) for (const act of missing) differences.add(act.operation.verb);
		if (differences.size > 0) {
			differing.push({ file, index, entry: no, detail: [...differences].join(', ') });
		} else if (refused) continue;
		else if (goesOn && retried.length + missing.length > 0) toSend.set(plan, [...retried, ...missing]);
		else unchanged++;
	}
	return { toSend, unchanged };
}
