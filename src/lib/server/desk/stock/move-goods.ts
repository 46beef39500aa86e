/** Movements recorded at the desk: the same operation as a phone's, through the same push. */
import { isIsoDate } from '#lib/domain/calendar.ts';
import { isUuid } from '#lib/domain/ids.ts';
import type { MovementAct, Place } from '#lib/domain/stock/movement.ts';
import { readPlace } from '#lib/domain/stock/place.ts';
import type { MovementBody } from '#lib/records/movement/body.ts';
import type { DeskActor } from '#lib/server/desk/act.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { covers } from '#lib/server/desk/desk-rights.ts';
import { linesWithIds, outing, recordMovement, refused, type MoveAnswer } from './record-movement.ts';
import { withKeptBatches } from './batch-spellings.ts';
import { readLines, type TypedLine } from './typed-lines.ts';
import { isKept, stockPlace } from './stock-places.ts';

/** What is recorded at the desk: whatever a store does. Goods go from hand to hand where the hands are, on phones. */
export const DESK_ACTS = ['receive', 'issue', 'return', 'transfer', 'count', 'loss', 'expired'] as const;
export type DeskAct = (typeof DESK_ACTS)[number];

/** A movement as its form gives it; `opId` and `recordId` were minted when the form was shown. */
export interface TypedMovement {
	readonly opId: string;
	readonly recordId: string;
	readonly act: DeskAct;
	readonly store: string;
	/** Team, person or (of a transfer) other store at the other end, as a place; '' where there is none. */
	readonly other: string;
	readonly date: string;
	readonly lines: readonly TypedLine[];
	readonly source: string;
	readonly remark: string;
}

export async function moveGoods(
	actor: DeskActor,
	context: DeskContext,
	typed: TypedMovement
): Promise<MoveAnswer> {
	const store = stockPlace(context, typed.store);
	if (!store || !isKept(context, store)) return refused('not-permitted');
	if (store.closed || !isIsoDate(typed.date) || !isUuid(typed.recordId)) return refused('malformed');
	const read = readLines(context, typed.lines);
	if (read.unread.length > 0) return refused('quantity', read.unread);
	const other = readPlace(typed.other) ? typed.other : null;
	const [from, to] = endsOf(typed.act, store.place, other);
	const team = readPlace(other);
	return recordMovement(actor, context, {
		opId: typed.opId,
		recordId: typed.recordId,
		body: {
			...outing(store.region, typed.date, team?.is === 'team' ? team.code : null),
			...{ act: typed.act, from, to, about: null, source: typed.source, remark: typed.remark },
			lines: linesWithIds(typed.recordId, await withKeptBatches(context.sql, read.lines))
		}
	});
}

function endsOf(what: DeskAct, store: Place, other: Place | null): readonly [Place | null, Place | null] {
	switch (what) {
		case 'receive':
			return [null, store];
		case 'issue':
		case 'transfer':
			return [store, other];
		case 'return':
			return [other, store];
		case 'count':
		case 'loss':
		case 'expired':
			return [store, null];
	}
}

/** Takes a whole movement back by another one. Once is enough: a second is told so. */
export async function reverseMovement(
	actor: DeskActor,
	context: DeskContext,
	given: { readonly opId: string; readonly recordId: string; readonly about: string; readonly remark: string }
): Promise<MoveAnswer> {
	const { sql, rights, today } = context;
	const row = await sql
		.selectFrom('record')
		.select(['id', 'kind', 'region', 'body'])
		.where('id', '=', given.about)
		.executeTakeFirst();
	// What may not be read looks like what is not there.
	if (row?.kind !== 'movement' || !isUuid(given.recordId)) return refused('no-such-record');
	const origin = JSON.parse(row.body) as MovementBody;
	const isOwn = [origin.from, origin.to].some((end) => {
		const place = stockPlace(context, end);
		return place !== null && isKept(context, place);
	});
	if (!isOwn && !covers(rights.reads, row.region)) return refused('no-such-record');
	if (!isOwn && !covers(rights.reviews, row.region)) return refused('not-permitted');
	if (origin.about !== null) return refused('wrong-state');
	if (given.remark === '') return refused('reason-missing');
	const hanging = await sql
		.selectFrom('record')
		.select(['id', 'body'])
		.where('parent', '=', row.id)
		.where('kind', '=', 'movement')
		.execute();
	const isBack = hanging.some(
		({ id, body }) => id !== given.recordId && (JSON.parse(body) as { act: MovementAct }).act === 'reversal'
	);
	if (isBack) return refused('reversed-already');
	return recordMovement(actor, context, {
		opId: given.opId,
		recordId: given.recordId,
		body: {
			...outing(row.region, today, origin.team),
			...{ act: 'reversal', from: origin.from, to: origin.to, about: row.id, lines: [] },
			...{ source: '', remark: given.remark }
		}
	});
}
