/** What every movement of the desk has in common: it goes through the push, whose rules are those of the phones. */
import type { Refusal, Verdict } from '#lib/domain/operation.ts';
import { kindOf } from '#lib/records/index.ts';
import type { MovementBody } from '#lib/records/movement/body.ts';
import { act, isDone, whyNot, type DeskActor } from '#lib/server/desk/act.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { messageText } from '#lib/server/desk/message-text.ts';
import { uuidV5 } from '#lib/server/import/uuid-v5.ts';
import type { ReadLine } from './typed-lines.ts';

export type MoveAnswer =
	| { readonly done: true; readonly recordId: string }
	| {
			readonly done: false;
			readonly why:
				Refusal | 'no-such-record' | 'try-again' | 'quantity' | 'reversed-already' | 'confirmed-already';
			/** Sentences about what was typed. */
			readonly issues: readonly string[];
	  };

export const refused = (
	why: (MoveAnswer & { done: false })['why'],
	issues: readonly string[] = []
): MoveAnswer => ({ ...{ done: false, why, issues } });

/** Fields that every movement has and the desk does not ask for. */
export const outing = (region: string, date: string, team: string | null) => ({
	...{ region, date, team, programme: null, campaign: null, tripId: null, answers: {}, imported: false }
});

/** Ids of lines are fixed by the form, so that a double click is the same operation. */
export const linesWithIds = (recordId: string, lines: readonly ReadLine[]): MovementBody['lines'] =>
	lines.map((line, at) => ({ id: uuidV5(recordId, `lines:${at}`), ...line }));

export async function recordMovement(
	actor: DeskActor,
	{ locale }: DeskContext,
	given: { readonly opId: string; readonly recordId: string; readonly body: MovementBody }
): Promise<MoveAnswer> {
	const [verdict] = await act(actor, [
		{
			...{ opId: given.opId, verb: 'create', kind: 'movement', recordId: given.recordId, baseRev: 0 },
			...{ region: given.body.region, schema: kindOf('movement')?.version ?? 1, body: given.body }
		}
	]);
	if (verdict && isDone(verdict)) return { done: true, recordId: given.recordId };
	return refused(whyNot(verdict), sentencesOf(verdict, locale));
}

const sentencesOf = (verdict: Verdict | undefined, locale: DeskContext['locale']): string[] => [
	...new Set((verdict?.issues ?? []).map(({ message, params }) => messageText(message, locale, params)))
];
