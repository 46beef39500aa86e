/** Follow-up of requests (诉求): each step is an amend operation on the request's own row. */
import { act, isDone, type DeskActor } from './act.ts';
import type { DecisionAnswer } from './decide.ts';
import { covers, type DeskRights } from './desk-rights.ts';
import type { DeskContext } from './desk-context.ts';
import { namesOf } from './record-sheet.ts';
import { nameIn } from './record-list.ts';
import { codeName } from '#lib/records/names.ts';
import { kindOf } from '#lib/records/index.ts';
import type { RequestBody } from '#lib/records/request/body.ts';

/** The next steps of a request: referred, in work, closed, followed up; not accepted only before work has begun. */
export const NEXT_STEPS: Readonly<Record<string, readonly string[]>> = {
	NEW: ['REF', 'NO'],
	REF: ['DOING', 'DONE', 'NO'],
	DOING: ['DONE'],
	DONE: ['VISITED'],
	VISITED: [],
	NO: []
};

export interface ListedRequest {
	readonly id: string;
	readonly rev: number;
	readonly visitId: string;
	readonly region: string;
	readonly regionName: string;
	readonly recorderName: string;
	readonly date: string;
	readonly category: string;
	readonly statusName: string;
	readonly referralName: string;
	readonly satisfactionName: string;
	readonly body: RequestBody;
	/** Past its due day and not closed, or closed and not followed up within 15 days (R32). */
	readonly overdue: boolean;
	readonly own: boolean;
	readonly mayHandle: boolean;
}

const daysBefore = (day: string, days: number) =>
	new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/** Only those who handle requests read them: auditors see none of their words (product.md, Rules of conduct). */
export async function listRequests(
	context: DeskContext,
	wish: { readonly status?: string; readonly overdue?: boolean; readonly limit?: number }
): Promise<readonly ListedRequest[]> {
	const { reviews } = context.rights;
	const rows = await context.sql
		.selectFrom('record')
		.select(['id', 'rev', 'region', 'recorder', 'date', 'body', 'parent'])
		.where('kind', '=', 'request')
		.$if(reviews !== 'all', (query) =>
			query.where('region', 'in', reviews === 'all' || reviews.length === 0 ? [''] : [...reviews])
		)
		.orderBy('date', 'desc')
		.orderBy('id', 'desc')
		.limit(wish.limit ?? 2_000)
		.execute();
	const names = await namesOf(
		context,
		rows.map((row) => row.recorder)
	);
	const name = (list: string, code: string | null) => codeName(context.reference, list, code, context.locale);
	return rows
		.map((row): ListedRequest => {
			const body = JSON.parse(row.body) as RequestBody;
			return {
				id: row.id,
				rev: row.rev,
				visitId: row.parent ?? body.visitId,
				region: row.region,
				regionName: nameIn(context, 'region', row.region),
				recorderName: names.get(row.recorder) ?? row.recorder,
				date: row.date,
				category: name('appeal_category', body.category),
				statusName: name('appeal_status', body.status),
				referralName: name('referral_target', body.referral),
				satisfactionName: name('satisfaction', body.satisfaction),
				body,
				overdue: isOverdue(body, context.today),
				own: row.recorder === context.account,
				mayHandle: covers(reviews, row.region)
			};
		})
		.filter((one) => !wish.status || one.body.status === wish.status)
		.filter((one) => !wish.overdue || one.overdue);
}

/** @param today calendar day, `YYYY-MM-DD` */
export function isOverdue(body: RequestBody, today: string): boolean {
	if (body.status === 'REF' || body.status === 'DOING' || body.status === 'NEW') {
		return body.due !== null && body.due < today;
	}
	return body.status === 'DONE' && body.closedOn !== null && body.closedOn < daysBefore(today, 15);
}

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
	return { done: false, why: verdict?.refusal ?? 'try-again' };
}
