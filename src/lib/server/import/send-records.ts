import type { Operation, Verdict } from '#lib/domain/operation.ts';
import { MAX_PUSH_OPERATIONS } from '#lib/protocol/push.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { BadEntry } from './bad-entry.ts';
import type { PlannedAct, PlannedRecord } from './record-entries.ts';
import { uuidV5 } from './uuid-v5.ts';
import { IMPORT_NAMESPACE } from './write-lists.ts';

/** One push of an import: acts of one account, on the import's own device of that account, in order of `n`. */
export interface ImportBatch {
	readonly account: string;
	readonly deviceId: string;
	readonly operations: readonly Operation[];
	/** Arrival of each operation. */
	readonly receivedAt: ReadonlyMap<string, string>;
	/** Foreign number of a record. */
	readonly legacyNos: ReadonlyMap<string, string>;
}
/** The very function that serves a phone's push. */
export type PushBatch = (batch: ImportBatch) => Promise<readonly Verdict[]>;

async function importDevice(database: ServerDatabase, account: string, now: string) {
	const id = uuidV5(IMPORT_NAMESPACE, `device:${account}`);
	return database.transaction(async (trx) => {
		const held = await trx.selectFrom('device').select('last_n').where('id', '=', id).executeTakeFirst();
		if (held) return { id, next: Number(held.last_n) + 1 };
		await trx
			.insertInto('device')
			.values({
				id,
				account_id: account,
				label: 'import',
				created_at: now,
				revoked_at: null,
				last_seen_at: null,
				skew_ms: null,
				unsent_count: 0,
				unsent_oldest: null,
				persistent: null,
				free_bytes: null,
				app_version: 'import',
				last_n: 0
			})
			.execute();
		return { id, next: 1 };
	});
}

interface Waiting {
	readonly plan: PlannedRecord;
	readonly act: PlannedAct;
}

/** Creations first, then each rank of decisions: an account's decision must find the record and the state before it. */
function phases(toSend: ReadonlyMap<PlannedRecord, readonly PlannedAct[]>): Waiting[][] {
	const found: Waiting[][] = [];
	for (const [plan, acts] of toSend) {
		for (const act of acts) (found[act.operation.baseRev] ??= []).push({ plan, act });
	}
	return found;
}

/**
 * Sends the acts in batches, one account after the other, oldest record first. A refused act becomes a bad entry with the
 * server's reason, and what would follow it on the same record is not sent.
 * @param progress called after each batch with the acts done and all
 * @returns how many acts were applied
 */
export async function sendRecords(
	database: ServerDatabase,
	push: PushBatch,
	toSend: ReadonlyMap<PlannedRecord, readonly PlannedAct[]>,
	bad: BadEntry[],
	now: string,
	progress: (done: number, all: number) => void
): Promise<number> {
	const refused = new Set<PlannedRecord>();
	const all = [...toSend.values()].reduce((sum, acts) => sum + acts.length, 0);
	let done = 0;
	let applied = 0;
	for (const phase of phases(toSend)) {
		const byAccount = Map.groupBy(phase ?? [], ({ act }) => act.by);
		for (const [account, waiting] of byAccount) {
			const device = await importDevice(database, account, now);
			let { next } = device;
			const open = waiting.filter(({ plan }) => !refused.has(plan));
			done += waiting.length - open.length;
			for (let from = 0; from < open.length; from += MAX_PUSH_OPERATIONS) {
				const part = open.slice(from, from + MAX_PUSH_OPERATIONS);
				const verdicts = await push({
					account,
					deviceId: device.id,
					operations: part.map(({ act }) => ({ ...act.operation, n: next++ })),
					receivedAt: new Map(part.map(({ act }) => [act.operation.opId, act.receivedAt])),
					legacyNos: new Map(
						part
							.filter(({ plan, act }) => act.operation.recordId === plan.recordId)
							.map(({ plan }) => [plan.recordId, plan.no])
					)
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
	}
	return applied;
}

function refusalOf(plan: PlannedRecord, act: PlannedAct, verdict: Verdict | undefined): BadEntry {
	const issues = (verdict?.issues ?? []).map((issue) => `${issue.code} ${issue.field}`);
	const why = [act.operation.verb, verdict?.refusal ?? verdict?.outcome ?? 'internal', ...issues].join(', ');
	return { file: plan.file, index: plan.index, entry: plan.no, code: 'refused', detail: why };
}
