/** Follow-up of requests (诉求): each step is an amend operation on the request's own row. */
import { kindOf } from '#lib/records/index.ts';
import type { RequestBody } from '#lib/records/request/body.ts';
import { act, isDone, whyNot, type DeskActor } from './act.ts';
import type { DecisionAnswer } from './decide.ts';
import { covers, type DeskRights } from './desk-rights.ts';

/** The next steps of a request: referred, in work, closed, followed up; not accepted only before work has begun. */
export const NEXT_STEPS: Readonly<Record<string, readonly string[]>> = {
	NEW: ['REF', 'NO'],
	REF: ['DOING', 'DONE', 'NO'],
	DOING: ['DONE'],
	DONE: ['VISITED'],
	VISITED: [],
	NO: []
};

export interface RequestStep {
	readonly opId: string;
	readonly recordId: string;
	readonly rev: number;
	readonly status: string;
	readonly handling?: string;
	readonly referral?: string | null;
	readonly due?: string | null;
	readonly result?: string;
	readonly followUp?: string | null;
	readonly satisfaction?: string | null;
}

/** Moves a request one step on; what the step does not name stays as it was. */
export async function stepRequest(
	actor: DeskActor,
	rights: DeskRights,
	step: RequestStep,
	today: string
): Promise<DecisionAnswer> {
	const row = await actor.database.reader
		.selectFrom('record')
		.select(['id', 'region', 'rev', 'schema'])
		.where('id', '=', step.recordId)
		.where('kind', '=', 'request')
		.executeTakeFirst();
	if (!row) return { done: false, why: 'no-such-record' };
	if (!covers(rights.reviews, row.region)) return { done: false, why: 'not-permitted' };
	// The step is laid on what the person saw: a retry builds the same body, another's work meanwhile is merged by field.
	const seen = await actor.database.reader
		.selectFrom('record_revision')
		.select('body')
		.where('record_id', '=', row.id)
		.where('rev', '=', step.rev)
		.executeTakeFirst();
	const before = kindOf('request')?.schema.safeParse(seen ? JSON.parse(seen.body) : null);
	if (!before?.success) return { done: false, why: 'no-such-record' };
	const body = before.data as RequestBody;
	if (step.status !== body.status && !(NEXT_STEPS[body.status] ?? []).includes(step.status)) {
		return { done: false, why: 'wrong-state' };
	}
	const closes = step.status === 'DONE' && body.status !== 'DONE';
	const [verdict] = await act(actor, [
		{
			opId: step.opId,
			verb: 'amend',
			kind: 'request',
			recordId: row.id,
			region: row.region,
			baseRev: step.rev,
			schema: row.schema,
			body: {
				...body,
				status: step.status,
				handling: step.handling ?? body.handling,
				referral: step.referral === undefined ? body.referral : step.referral,
				due: step.due === undefined ? body.due : step.due,
				result: step.result ?? body.result,
				closedOn: closes ? today : body.closedOn,
				followUp: step.followUp === undefined ? body.followUp : step.followUp,
				satisfaction: step.satisfaction === undefined ? body.satisfaction : step.satisfaction
			} satisfies RequestBody
		}
	]);
	if (verdict && isDone(verdict)) return { done: true, no: verdict.no };
	return { done: false, why: whyNot(verdict) };
}
