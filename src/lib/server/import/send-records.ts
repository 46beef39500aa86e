import type { Operation, Verdict } from '#lib/domain/operation.ts';
import { MAX_PUSH_OPERATIONS } from '#lib/protocol/push.ts';
import type { BadEntry } from './bad-entry.ts';
import type { PlannedAct, PlannedRecord } from './record-entries.ts';

/** What an import knows of an operation and a phone could not say. */
export interface ImportedAct {
	/** Account that did it. */
	readonly account: string;
	readonly receivedAt: string;
	/** The entry's own number; only the creation of a record carries it. */
	readonly legacyNo: string | null;
}

/** One push of an import, at most 1,000 operations in order of `n`. */
export interface ImportBatch {
	readonly operations: readonly Operation[];
	/** By operation id. */
	readonly imported: ReadonlyMap<string, ImportedAct>;
}
/** The very function that serves a phone's push. */
export type PushBatch = (batch: ImportBatch) => Promise<readonly Verdict[]>;

interface Waiting {
	readonly plan: PlannedRecord;
	readonly act: PlannedAct;
}

/** Creations first, then each rank of decisions: a decision must find the record and the state before it. */
function phases(toSend: ReadonlyMap<PlannedRecord, readonly PlannedAct[]>): Waiting[][] {
	const found: Waiting[][] = [];
	for (const [plan, acts] of toSend) {
		for (const act of acts) (found[act.operation.baseRev] ??= []).push({ plan, act });
	}
	return found;
}

/**
 * Sends the acts in batches, oldest record first. A refused act becomes a bad entry with the server's reason, and what
 * would follow it on the same record is not sent.
 * @param progress called after each batch with the acts done and all
 * @returns how many acts were applied
 */
export async function sendRecords(
	push: PushBatch,
	toSend: ReadonlyMap<PlannedRecord, readonly PlannedAct[]>,
	bad: BadEntry[],
	progress: (done: number, all: number) => void
): Promise<number> {
	const refused = new Set<PlannedRecord>();
	const all = [...toSend.values()].reduce((sum, acts) => sum + acts.length, 0);
	let done = 0;
	let applied = 0;
	let n = 0;
	for (const phase of phases(toSend)) {
		const open = (phase ?? []).filter(({ plan }) => !refused.has(plan));
		done += (phase ?? []).length - open.length;
		for (let from = 0; from < open.length; from += MAX_PUSH_OPERATIONS) {
			const part = open.slice(from, from + MAX_PUSH_OPERATIONS);
			const verdicts = await push({
				operations: part.map(({ act }) => ({ ...act.operation, n: ++n })),
				imported: new Map(part.map(({ plan, act }) => [act.operation.opId, importedAct(plan, act)]))
			});
			const byOperation = new Map(verdicts.map((verdict) => [verdict.opId, verdict]));
			for (const { plan, act } of part) {
				const verdict = byOperation.get(act.operation.opId);
				if (verdict?.outcome === 'applied' || verdict?.outcome === 'merged') applied++;
				else if (verdict?.outcome !== 'duplicate') {
					refused.add(plan);
					bad.push(refusalOf(plan, act, verdict));
				}
			}
			done += part.length;
			progress(done, all);
		}
	}
	return applied;
}

function importedAct(plan: PlannedRecord, act: PlannedAct): ImportedAct {
	const own = act.operation.verb === 'create' && act.operation.recordId === plan.recordId;
	return { account: act.by, receivedAt: act.receivedAt, legacyNo: own ? plan.no : null };
}

function refusalOf(plan: PlannedRecord, act: PlannedAct, verdict: Verdict | undefined): BadEntry {
	const issues = (verdict?.issues ?? []).map((issue) => `${issue.code} ${issue.field}`);
	const why = [act.operation.verb, verdict?.refusal ?? verdict?.outcome ?? 'internal', ...issues].join(', ');
	return { file: plan.file, index: plan.index, entry: plan.no, code: 'refused', detail: why };
}
