/** A place's ledger, the newest day first: what came and went, who recorded it, from where and to where. */
import type { Place } from '#lib/domain/stock/movement.ts';
import { isUuid } from '#lib/domain/ids.ts';
import { covers } from '#lib/server/desk/desk-rights.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { amountOf, supplyName, type Amount } from './amount.ts';
import { isKept, readsWhole, stockPlace, type StockPlace } from './stock-places.ts';

/** One record's part in a movement, with its lines at the place. */
export interface LedgerStep {
	readonly key: string;
	/** The movement or handout it is part of. */
	readonly group: string;
	/** The record that brought it about. */
	readonly record: string;
	/** `receive` ... `give`; `reversal`, and `back` of a handout that was voided or corrected. */
	readonly act: string;
	readonly day: string;
	readonly from: string;
	readonly to: string;
	readonly by: string;
	readonly recordedAt: string;
	readonly source: string;
	readonly remark: string;
	/** The person may open its record. */
	readonly mayOpen: boolean;
	readonly mayReverse: boolean;
	readonly lines: readonly {
		readonly supplyName: string;
		readonly batch: string;
		readonly expiry: string;
		readonly amount: Amount;
	}[];
}

export interface LedgerPage {
	readonly steps: readonly LedgerStep[];
	/** Give as `after` for the following page; null at the end. */
	readonly next: string | null;
}

/** Lines of a page. */
const PAGE = 150;
const KEY = /^(\d{4}-\d{2}-\d{2})~([0-9a-f-]{36})~(\d{1,9})$/;

export async function placeLedger(
	context: DeskContext,
	at: StockPlace,
	wish: { readonly supply?: string | null; readonly after?: string | null; readonly limit?: number } = {}
): Promise<LedgerPage> {
	const limit = wish.limit ?? PAGE;
	const rows = await linesOf(context, at, wish, limit + 1);
	const shown = rows.slice(0, limit);
	const reversed = await reversedOf(context, [...new Set(shown.map((row) => row.group_id))]);
	const steps = new Map<string, LedgerStep & { lines: LedgerStep['lines'][number][] }>();
	for (const row of shown) {
		const key = `${row.day} ${row.group_id} ${row.record_id} ${row.rev} ${row.act}`;
		const step = steps.get(key) ?? { ...stepOf(context, at, row, reversed), key, lines: [] };
		steps.set(key, step);
		step.lines.push({
			...{ supplyName: supplyName(context, row.supply), batch: row.batch, expiry: row.expiry },
			amount: amountOf(context, row.supply, Number(row.qty))
		});
	}
	const last = shown.at(-1);
	return {
		steps: [...steps.values()],
		next: rows.length > limit && last ? `${last.day}~${last.group_id}~${last.seq}` : null
	};
}

type Line = Awaited<ReturnType<typeof linesOf>>[number];

async function linesOf(
	context: DeskContext,
	at: StockPlace,
	wish: { readonly supply?: string | null; readonly after?: string | null },
	limit: number
) {
	const { sql, rights } = context;
	const [, day = '', group = '', seq = ''] = KEY.exec(wish.after ?? '') ?? [];
	return sql
		.selectFrom('stock_entry')
		.leftJoin('record', 'record.id', 'stock_entry.record_id')
		.leftJoin('account', 'account.id', 'record.recorder')
		.selectAll('stock_entry')
		.select(['record.kind', 'record.body', 'record.recorder', 'record.recorded_at', 'record.region as home'])
		.select(['account.zh as by_zh', 'account.en as by_en'])
		.where('stock_entry.place', '=', at.place)
		.$if(!readsWhole(context, at), (query) =>
			query.where('stock_entry.region', 'in', rights.reads === 'all' ? [] : ['', ...rights.reads])
		)
		.$if(Boolean(wish.supply), (query) => query.where('stock_entry.supply', '=', wish.supply ?? ''))
		.$if(day !== '', (query) =>
			query.where((eb) =>
				eb(
					eb.refTuple('stock_entry.day', 'stock_entry.group_id', 'stock_entry.seq'),
					'<',
					eb.tuple(day, group, Number(seq))
				)
			)
		)
		.orderBy('stock_entry.day', 'desc')
		.orderBy('stock_entry.group_id', 'desc')
		.orderBy('stock_entry.seq', 'desc')
		.limit(limit)
		.execute();
}

/** Movements that a reversal has taken back already. */
async function reversedOf({ sql }: DeskContext, groups: readonly string[]): Promise<ReadonlySet<string>> {
	if (groups.length === 0) return new Set();
	const rows = await sql
		.selectFrom('record')
		.select(['parent', 'body'])
		.where('parent', 'in', groups)
		.where('kind', '=', 'movement')
		.execute();
	return new Set(
		rows.flatMap(({ parent, body }) =>
			parent !== null && (JSON.parse(body) as { act: string }).act === 'reversal' ? [parent] : []
		)
	);
}

function stepOf(
	context: DeskContext,
	at: StockPlace,
	row: Line,
	reversed: ReadonlySet<string>
): Omit<LedgerStep, 'key' | 'lines'> {
	const body = (row.body === null ? {} : JSON.parse(row.body)) as {
		readonly act?: string;
		readonly from?: Place | null;
		readonly to?: Place | null;
		readonly source?: string;
		readonly remark?: string;
	};
	const isMovement = row.kind === 'movement';
	const nameOf = (place: Place | null | undefined) => stockPlace(context, place ?? null)?.name ?? '';
	const isBack = isMovement ? body.act === 'reversal' : Number(row.qty) > 0;
	return {
		...{ group: row.group_id, record: row.record_id, day: row.day },
		act: isBack ? (isMovement ? 'reversal' : 'back') : row.act,
		from: isMovement ? nameOf(body.from) : nameOf(row.place),
		to: isMovement ? nameOf(body.to) : '',
		by: (context.locale === 'en' && row.by_en) || row.by_zh || row.recorder || '',
		recordedAt: row.recorded_at ?? row.at,
		source: body.source ?? '',
		remark: isMovement ? (body.remark ?? '') : '',
		mayOpen: covers(context.rights.reads, row.home ?? ''),
		mayReverse:
			isMovement &&
			!isBack &&
			row.record_id === row.group_id &&
			isUuid(row.group_id) &&
			!reversed.has(row.group_id) &&
			(covers(context.rights.reviews, row.home ?? '') || isKept(context, at))
	};
}
