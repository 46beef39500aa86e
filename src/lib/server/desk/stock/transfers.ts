/** Transfers that wait for their receiver, and how one is confirmed at the desk: by who keeps the store it goes to. */
import { isIsoDate } from '#lib/domain/calendar.ts';
import { isUuid } from '#lib/domain/ids.ts';
import type { MovementBody } from '#lib/records/movement/body.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { DeskActor } from '#lib/server/desk/act.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { amountOf, supplyName, type Amount } from './amount.ts';
import { linesWithIds, outing, recordMovement, refused, type MoveAnswer } from './record-movement.ts';
import { isKept, stockPlace, type StockPlace } from './stock-places.ts';
import { readLines, type TypedLine } from './typed-lines.ts';

/** A transfer under way: the giver has it no more, the receiver not yet. */
export interface DeskTransfer {
	readonly id: string;
	readonly from: StockPlace;
	readonly to: StockPlace;
	readonly date: string;
	readonly by: string;
	readonly remark: string;
	/** The person may say at the desk what arrived. */
	readonly mayConfirm: boolean;
	readonly lines: readonly {
		readonly supply: string;
		readonly supplyName: string;
		readonly batch: string;
		readonly expiry: string;
		readonly amount: Amount;
	}[];
}

/** So many are shown at most; seldom do more wait in an area. */
const MANY = 100;

/** Transfers from or to these places that nobody has confirmed or taken back, the oldest first. */
export async function openTransfers(
	context: DeskContext,
	places: readonly StockPlace[]
): Promise<DeskTransfer[]> {
	if (places.length === 0) return [];
	const { sql } = context;
	const wanted = listed(
		sql,
		places.map(({ place }) => place)
	);
	const rows = await waiting(context)
		.where((eb) =>
			eb.or([eb('stock_group.place_from', 'in', wanted), eb('stock_group.place_to', 'in', wanted)])
		)
		.orderBy('stock_group.id')
		.limit(MANY)
		.execute();
	return rows.flatMap((row) => transferOf(context, row) ?? []);
}

/** A transfer that waits and that the person may confirm; null: there is none. */
export async function transferToConfirm(context: DeskContext, id: string): Promise<DeskTransfer | null> {
	const row = isUuid(id)
		? await waiting(context).where('stock_group.id', '=', id).executeTakeFirst()
		: undefined;
	const transfer = row ? transferOf(context, row) : null;
	return transfer?.mayConfirm ? transfer : null;
}

const waiting = ({ sql }: DeskContext) =>
	sql
		.selectFrom('stock_group')
		.innerJoin('record', 'record.id', 'stock_group.id')
		.leftJoin('account', 'account.id', 'record.recorder')
		.select(['record.id', 'record.body', 'record.recorder', 'account.zh as by_zh', 'account.en as by_en'])
		.where('stock_group.open', '=', 1);

type Row = Awaited<ReturnType<ReturnType<typeof waiting>['execute']>>[number];

function transferOf(context: DeskContext, row: Row): DeskTransfer | null {
	const body = JSON.parse(row.body) as MovementBody;
	const [from, to] = [stockPlace(context, body.from), stockPlace(context, body.to)];
	if (!from || !to) return null;
	return {
		...{ id: row.id, from, to, date: body.date, remark: body.remark, mayConfirm: isKept(context, to) },
		by: (context.locale === 'en' && row.by_en) || row.by_zh || row.recorder,
		lines: body.lines.map(({ supply, batch, expiry, qty }) => ({
			...{ supply, supplyName: supplyName(context, supply), batch, expiry: expiry ?? '' },
			amount: amountOf(context, supply, Math.round((qty ?? 0) * 1000))
		}))
	};
}

/** What was counted on arrival, as its form gives it. */
export interface TypedConfirmation {
	readonly opId: string;
	readonly recordId: string;
	readonly about: string;
	readonly date: string;
	readonly lines: readonly TypedLine[];
	readonly remark: string;
}

/** Says what arrived of a transfer: the receiver's part of it. Once is enough: a second is told so. */
export async function confirmTransfer(
	actor: DeskActor,
	context: DeskContext,
	typed: TypedConfirmation
): Promise<MoveAnswer> {
	const { opId, recordId, about, date, remark } = typed;
	if (!isUuid(recordId) || !isIsoDate(date)) return refused('malformed');
	const origin = await transferNamed(context, about);
	if (!origin) return refused('no-such-record');
	const { from, to } = origin.body;
	const store = stockPlace(context, to);
	if (!store || !isKept(context, store)) return refused('not-permitted');
	if (origin.settledBy.some((id) => id !== recordId)) return refused('confirmed-already');
	const read = readLines(context, typed.lines);
	if (read.unread.length > 0) return refused('quantity', read.unread);
	return recordMovement(actor, context, {
		...{ opId, recordId },
		body: {
			// The receiver's area: its coordinator reads what came.
			...outing(store.region, date, null),
			...{ act: 'confirm', from, to, about, source: '', remark },
			lines: linesWithIds(recordId, read.lines)
		}
	});
}

async function transferNamed({ sql }: DeskContext, id: string) {
	if (!isUuid(id)) return null;
	const rows = await sql
		.selectFrom('record')
		.select(['id', 'kind', 'body'])
		.where((eb) => eb.or([eb('id', '=', id), eb('parent', '=', id)]))
		.execute();
	const parts = rows
		.filter(({ kind }) => kind === 'movement')
		.map((row) => ({ id: row.id, body: JSON.parse(row.body) as MovementBody }));
	const origin = parts.find((one) => one.id === id && one.body.act === 'transfer');
	return origin
		? { body: origin.body, settledBy: parts.flatMap((one) => (one === origin ? [] : one.id)) }
		: null;
}
