import type { Decision } from '#lib/domain/review.ts';
import type { DecisionBody, DismissFlagBody, Refusal, SettleBody, Verdict } from '#lib/domain/operation.ts';
import { kindOf } from '#lib/records/index.ts';
import { act, isDone, whyNot, type DeskActor } from './act.ts';
import { decisionBar, type Barred } from './decision-bar.ts';
import { covers, type DeskRights } from './desk-rights.ts';

/** What a person chose for one record; `opId` and `rev` are those of the form that was shown. */
export interface Choice {
	readonly opId: string;
	readonly recordId: string;
	readonly rev: number;
	readonly decision: Decision;
	readonly body: DecisionBody;
}

export type DecisionAnswer =
	| { readonly done: true; readonly no: string | null }
	| {
			readonly done: false;
			readonly why: Barred | Refusal | 'no-such-record' | 'reason-missing' | 'try-again';
			/** Who was first, what they decided and when. */
			readonly decided?: { readonly byName: string; readonly verb: string; readonly at: string };
	  };

/**
 * Decides on one record. The first decision wins: who comes second is told who decided, what and when, and the caller
 * keeps the comment that was typed.
 */
export async function decide(actor: DeskActor, rights: DeskRights, choice: Choice): Promise<DecisionAnswer> {
	const record = await actor.database.reader
		.selectFrom('record')
		.select(['id', 'kind', 'region', 'recorder', 'state', 'rev', 'schema', 'conflicts'])
		.where('id', '=', choice.recordId)
		.executeTakeFirst();
	if (!record) return { done: false, why: 'no-such-record' };
	const bar = decisionBar(rights, actor.account, {
		region: record.region,
		recorder: record.recorder,
		state: record.state as never,
		conflicts: record.conflicts
	})[choice.decision];
	// A wrong state or a conflict is for push to say: it knows the twin of a double click and who was first.
	if (bar === 'own-record' || bar === 'not-permitted') return { done: false, why: bar };
	if (bar === 'conflict-open' && record.rev === choice.rev) return { done: false, why: bar };
	if (needsReason(choice) && !hasReason(choice.body)) return { done: false, why: 'reason-missing' };
	const [verdict] = await act(actor, [
		{
			opId: choice.opId,
			verb: choice.decision,
			kind: record.kind,
			recordId: record.id,
			region: record.region,
			baseRev: choice.rev,
			schema: record.schema,
			body: choice.body
		}
	]);
	return answer(actor, verdict);
}

const needsReason = (choice: Choice) => choice.decision === 'return' || choice.decision === 'void';
const hasReason = (body: DecisionBody) =>
	Boolean(body.reason) || Boolean(body.note?.trim()) || Boolean(body.duplicateOf);

async function answer(actor: DeskActor, verdict: Verdict | undefined): Promise<DecisionAnswer> {
	if (!verdict) return { done: false, why: 'try-again' };
	if (isDone(verdict)) return { done: true, no: verdict.no };
	const by = verdict.decided
		? await actor.database.reader
				.selectFrom('account')
				.select('zh')
				.where('id', '=', verdict.decided.by)
				.executeTakeFirst()
		: undefined;
	return {
		done: false,
		why: whyNot(verdict),
		decided: verdict.decided
			? { byName: by?.zh ?? verdict.decided.by, verb: verdict.decided.verb, at: verdict.decided.at }
			: undefined
	};
}

export interface BatchResult {
	readonly approved: number;
	/** Left as they are because something on them wants a look: an open flag or a conflict. */
	readonly flagged: number;
	/** Own records, records decided meanwhile, records out of the person's reach. */
	readonly others: number;
}

/** Approves what is clean of the chosen records; whatever has an open flag or a conflict stays in the queue. */
export async function approveBatch(
	actor: DeskActor,
	rights: DeskRights,
	chosen: readonly { readonly opId: string; readonly recordId: string; readonly rev: number }[]
): Promise<BatchResult> {
	const wanted = chosen.slice(0, 500);
	if (wanted.length === 0) return { approved: 0, flagged: 0, others: 0 };
	const rows = await actor.database.reader
		.selectFrom('record')
		.select(['id', 'kind', 'region', 'recorder', 'state', 'schema', 'open_flags', 'conflicts'])
		.where(
			'id',
			'in',
			wanted.map((one) => one.recordId)
		)
		.execute();
	const byId = new Map(rows.map((row) => [row.id, row]));
	let flagged = 0;
	const acts = wanted.flatMap((one) => {
		const row = byId.get(one.recordId);
		if (!row) return [];
		const bar = decisionBar(rights, actor.account, { ...row, state: row.state as never });
		if (bar.approve === 'own-record' || bar.approve === 'not-permitted') return [];
		if (row.open_flags > 0 || row.conflicts > 0) {
			flagged++;
			return [];
		}
		return [
			{
				opId: one.opId,
				verb: 'approve' as const,
				kind: row.kind,
				recordId: row.id,
				region: row.region,
				baseRev: one.rev,
				schema: row.schema,
				body: {} satisfies DecisionBody
			}
		];
	});
	const verdicts = await act(actor, acts);
	const approved = verdicts.filter(isDone).length;
	return { approved, flagged, others: wanted.length - approved - flagged };
}

interface Given<B> {
	readonly opId: string;
	readonly recordId: string;
	readonly rev: number;
	readonly body: B;
}

/** Settles a conflict field by field; fields without an answer keep the server's value. */
export function settle(
	actor: DeskActor,
	rights: DeskRights,
	given: Given<SettleBody>
): Promise<DecisionAnswer> {
	return actOnAnother(actor, rights, 'settle', given);
}

/** Says that a flag was looked into and does not apply (records that only look alike): it stays closed. */
export function dismissFlag(
	actor: DeskActor,
	rights: DeskRights,
	given: Given<DismissFlagBody>
): Promise<DecisionAnswer> {
	return actOnAnother(actor, rights, 'dismiss-flag', given);
}

/** What a coordinator of the area does to a record of somebody else without deciding on it. */
async function actOnAnother(
	actor: DeskActor,
	rights: DeskRights,
	verb: 'settle' | 'dismiss-flag',
	given: Given<SettleBody | DismissFlagBody>
): Promise<DecisionAnswer> {
	const record = await actor.database.reader
		.selectFrom('record')
		.select(['id', 'kind', 'region', 'recorder', 'schema'])
		.where('id', '=', given.recordId)
		.executeTakeFirst();
	if (!record || !kindOf(record.kind)) return { done: false, why: 'no-such-record' };
	if (!covers(rights.reviews, record.region)) return { done: false, why: 'not-permitted' };
	if (record.recorder === actor.account) return { done: false, why: 'own-record' };
	const { opId, rev, body } = given;
	const { id: recordId, kind, region, schema } = record;
	const [verdict] = await act(actor, [{ opId, verb, kind, recordId, region, baseRev: rev, schema, body }]);
	return answer(actor, verdict);
}
