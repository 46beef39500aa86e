/**
 * Everything a coordinator does is an operation like a phone's, handed to the same push: the desk writes no record table.
 * The operation id is minted when a form is shown and travels with it, so that a double click, a retry after a lost
 * answer or a reload is the same operation and gets the stored verdict.
 */
import type { Uuid } from '#lib/domain/ids.ts';
import type { Operation, Refusal, Verb, Verdict } from '#lib/domain/operation.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { GivenPush } from '#lib/server/sync/push-types.ts';
import { deskDevice } from './desk-device.ts';

/** Who acts and with what. */
export interface DeskActor {
	readonly database: ServerDatabase;
	readonly push: GivenPush;
	readonly account: string;
	/** Name of the desk device in lists of devices. */
	readonly deviceLabel: string;
	readonly now: () => Date;
	readonly mintId: () => Uuid;
}

/** One act as the form gives it. */
export interface Act {
	readonly opId: Uuid;
	readonly verb: Verb;
	readonly kind: string;
	readonly recordId: Uuid;
	readonly region: string;
	/** Revision the person saw. */
	readonly baseRev: number;
	readonly schema: number;
	readonly body: unknown;
}

const waiting = new Map<string, Promise<unknown>>();

/** One push of an account at a time on this server: counters rise, and a double click meets its twin in custody. */
async function alone<T>(account: string, work: () => Promise<T>): Promise<T> {
	const before = waiting.get(account) ?? Promise.resolve();
	const mine = before.then(work, work);
	waiting.set(account, mine);
	try {
		return await mine;
	} finally {
		if (waiting.get(account) === mine) waiting.delete(account);
	}
}

/** Pushes the acts in their order; one verdict each, in the same order. At most 1,000. */
export function act(actor: DeskActor, acts: readonly Act[]): Promise<readonly Verdict[]> {
	if (acts.length === 0) return Promise.resolve([]);
	return alone(actor.account, async () => {
		const now = actor.now().toISOString();
		const device = await deskDevice(actor.database, actor.account, actor.deviceLabel, now);
		const known = await actor.database.reader
			.selectFrom('operation')
			.select(['op_id', 'raw', 'account_id'])
			.where(
				'op_id',
				'in',
				acts.map((one) => one.opId)
			)
			.execute();
		const rawById = new Map(known.map((row) => [row.op_id, row]));
		let n = device.nextN;
		const operations = acts.map((one): Operation => {
			const made: Operation = {
				opId: one.opId,
				n: n++,
				verb: one.verb,
				kind: one.kind,
				recordId: one.recordId,
				scope: `area:${one.region}`,
				baseRev: one.baseRev,
				schema: one.schema,
				at: now,
				body: one.body,
				attachments: []
			};
			const custody = rawById.get(one.opId);
			if (!custody) return made;
			const stored = JSON.parse(custody.raw) as Operation;
			// The same act again goes out byte for byte as it did; another one under a used id is an act of its own.
			if (custody.account_id === actor.account && isSameAct(stored, made)) return stored;
			return { ...made, opId: actor.mintId() };
		});
		const verdicts = await actor.push({
			account: actor.account,
			deviceId: device.id,
			grantsRev: device.grantsRev,
			origin: 'desk',
			deviceTime: now,
			operations
		});
		const byId = new Map(verdicts.map((verdict) => [verdict.opId, verdict]));
		return operations.map(
			(operation): Verdict =>
				byId.get(operation.opId) ?? {
					opId: operation.opId,
					outcome: 'retry',
					rev: null,
					no: null,
					refusal: null
				}
		);
	});
}

function isSameAct(stored: Operation, made: Operation): boolean {
	return (
		stored.verb === made.verb &&
		stored.recordId === made.recordId &&
		stored.baseRev === made.baseRev &&
		JSON.stringify(stored.body) === JSON.stringify(made.body)
	);
}

/** True when what was asked now stands, whether by this push or by an earlier try. */
export function isDone(verdict: Verdict): boolean {
	return verdict.outcome === 'applied' || verdict.outcome === 'merged' || verdict.outcome === 'duplicate';
}

/**
 * Why an act is not done. One that failed here is judged again by nobody else: whoever acts does it again, and it is the same
 * operation.
 */
export function whyNot(verdict: Verdict | undefined): Refusal | 'try-again' {
	const refusal = verdict?.refusal ?? 'try-again';
	return refusal === 'internal' ? 'try-again' : refusal;
}
