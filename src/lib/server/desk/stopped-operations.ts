/** Refused and parked operations of the coordinator's own areas: kept with their reason until a person has dealt with them. */
import type { SelectQueryBuilder } from 'kysely';
import type { Outcome, Refusal, Verdict } from '#lib/domain/operation.ts';
import type { DeskActor } from './act.ts';
import type { DeskContext } from './desk-context.ts';
import { ADMINISTRATORS_KIND, covers, readsKind, type DeskRights } from './desk-rights.ts';
import { messageText } from './message-text.ts';
import { namesOf } from './record-sheet.ts';
import { kindOf } from '#lib/records/index.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import type { Tables } from '#lib/server/database/schema.ts';
import { shownFields, type ShownField } from './shown-fields.ts';

export interface StoppedOperation {
	readonly opId: string;
	readonly outcome: Outcome;
	readonly refusal: Refusal | null;
	readonly kind: string;
	readonly verb: string;
	readonly recordId: string | null;
	readonly region: string | null;
	readonly byName: string;
	readonly at: string | null;
	readonly receivedAt: string;
	readonly handledAt: string | null;
	/** Sentences of the rules that refused it, with the field's path. */
	readonly issues: readonly { readonly field: string; readonly text: string }[];
	/** What was typed, field by field; empty where the body cannot be read. */
	readonly fields: readonly ShownField[];
	/** The operation as it arrived; null where this reader may not see its texts. */
	readonly raw: string | null;
}

/** Operations without a readable region are the city's. */
export function inReach(areas: readonly string[] | 'all', region: string | null): boolean {
	return region === null ? areas === 'all' : covers(areas, region);
}

function withoutFeedback<Query extends SelectQueryBuilder<Tables, 'operation', object>>(query: Query): Query {
	return query.where((eb) => eb.or([eb('kind', 'is', null), eb('kind', '!=', ADMINISTRATORS_KIND)])) as Query;
}

export async function stoppedOperations(
	context: DeskContext,
	wish: { readonly handled: boolean; readonly limit?: number }
): Promise<readonly StoppedOperation[]> {
	const { reads, reviews, administers } = context.rights;
	const rows = await context.sql
		.selectFrom('operation')
		.selectAll()
		.where('outcome', 'in', ['rejected', 'parked'])
		.where('origin', '!=', 'desk')
		.$if(!wish.handled, (query) => query.where('handled_at', 'is', null))
		.$if(wish.handled, (query) => query.where('handled_at', 'is not', null))
		.$if(!administers, withoutFeedback)
		.$if(reads !== 'all', (query) =>
			query.where('region', 'in', reads === 'all' || reads.length === 0 ? [''] : [...reads])
		)
		.orderBy('received_at', 'desc')
		.limit(wish.limit ?? 100)
		.execute();
	const names = await namesOf(
		context,
		rows.map((row) => row.account_id)
	);
	return rows.map((row) => {
		const whole = inReach(reviews, row.region);
		const verdict = row.verdict ? (JSON.parse(row.verdict) as Verdict) : null;
		return {
			opId: row.op_id,
			outcome: row.outcome as Outcome,
			refusal: row.refusal as Refusal | null,
			kind: row.kind ?? '',
			verb: row.verb ?? '',
			recordId: row.record_id,
			region: row.region,
			byName: names.get(row.account_id) ?? row.account_id,
			at: row.at,
			receivedAt: row.received_at,
			handledAt: row.handled_at,
			issues: (verdict?.issues ?? []).map((issue) => ({
				field: issue.field,
				text: messageText(issue.message, context.locale, issue.params)
			})),
			fields: readableFields(context, row.kind, row.raw, whole),
			raw: whole ? row.raw : null
		};
	});
}

function readableFields(
	context: DeskContext,
	kind: string | null,
	raw: string,
	whole: boolean
): readonly ShownField[] {
	const definition = kind ? kindOf(kind) : undefined;
	if (!definition) return [];
	try {
		const { body } = JSON.parse(raw) as { body?: unknown };
		const guarded = !whole && isAboutHardship(definition, body);
		return shownFields(context, definition.fields, body, { whole, guarded }).filter(
			(field) => field.text !== ''
		);
	} catch {
		return [];
	}
}

/** A body that cannot be read may be about anything. */
function isAboutHardship(definition: RecordKind, body: unknown): boolean {
	const read = definition.schema.safeParse(body);
	return !read.success || definition.facets(read.data).sensitive;
}

/** How many wait for somebody of these rights. */
export async function countStopped(context: Pick<DeskContext, 'sql' | 'rights'>): Promise<number> {
	const { reads, administers } = context.rights;
	const row = await context.sql
		.selectFrom('operation')
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.where('outcome', 'in', ['rejected', 'parked'])
		.where('origin', '!=', 'desk')
		.where('handled_at', 'is', null)
		.$if(!administers, withoutFeedback)
		.$if(reads !== 'all', (query) =>
			query.where('region', 'in', reads === 'all' || reads.length === 0 ? [''] : [...reads])
		)
		.executeTakeFirstOrThrow();
	return Number(row.n);
}

/** Marks an operation as dealt with; it stays in custody. False when it is not this person's to deal with. */
export async function markDealtWith(actor: DeskActor, rights: DeskRights, opId: string): Promise<boolean> {
	const row = await actor.database.reader
		.selectFrom('operation')
		.select(['region', 'kind', 'outcome'])
		.where('op_id', '=', opId)
		.executeTakeFirst();
	if (!row || !inReach(rights.reviews, row.region) || !readsKind(rights, row.kind)) return false;
	if (row.outcome !== 'rejected' && row.outcome !== 'parked') return false;
	await actor.database.transaction((trx) =>
		trx
			.updateTable('operation')
			.set({ handled_at: actor.now().toISOString(), handled_by: actor.account })
			.where('op_id', '=', opId)
			.where('handled_at', 'is', null)
			.execute()
	);
	return true;
}
