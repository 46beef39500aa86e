/** Who got batch X: where it is, where it was, and every movement and handout of it, as far as the reader's areas go. */
import type { Place } from '#lib/domain/stock/movement.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { covers } from '#lib/server/desk/desk-rights.ts';
import { amountOf, supplyName, type Amount } from './amount.ts';
import { spellingsOf } from './batch-spellings.ts';
import { personsOf } from './recall-persons.ts';
import { isReadable, stockPlace } from './stock-places.ts';

export interface RecallFilter {
	readonly batch: string;
	readonly supply?: string | null;
}

/** A place that has or had the batch. */
export interface RecallPlace {
	readonly place: Place;
	readonly name: string;
	readonly supplyName: string;
	readonly expiry: string;
	/** What came there, what was given out from there, and what is still there. */
	readonly got: Amount;
	readonly given: Amount;
	readonly left: Amount;
}

/** One movement or handout of the batch. */
export interface RecallStep {
	readonly key: string;
	readonly record: string;
	readonly no: string;
	/** The person may open its record. */
	readonly mayOpen: boolean;
	readonly day: string;
	/** `receive` ... `give`, `reversal`, or `back` of a handout that was voided or corrected. */
	readonly act: string;
	readonly from: string;
	/** Place, or the unit, station or site of a handout. */
	readonly to: string;
	/** Who received it, whole or masked as the reader may know it. */
	readonly persons: readonly string[];
	readonly supplyName: string;
	readonly batch: string;
	readonly expiry: string;
	readonly amount: Amount;
	readonly by: string;
}

export interface RecallPage {
	readonly steps: readonly RecallStep[];
	readonly next: string | null;
}

/** The condition that a line is of this batch, however it is spelled there, in the reader's areas. The index of batches holds no empty ones. */
function linesOfBatch(context: DeskContext, { supply }: RecallFilter, spellings: readonly string[]) {
	return context.sql
		.selectFrom('stock_entry')
		.where('stock_entry.batch', 'in', spellings)
		.where('stock_entry.batch', '<>', '')
		.$if(Boolean(supply), (query) => query.where('stock_entry.supply', '=', supply ?? ''))
		.$if(context.rights.reads !== 'all', (query) => query.where(isReadable(context)));
}

/** Acts by which goods come to a store, and into somebody's hands. */
const COMING: Readonly<Record<'store' | 'held', ReadonlySet<string>>> = {
	store: new Set(['receive', 'return', 'confirm']),
	held: new Set(['issue', 'confirm'])
};

/** Places by what they still have, the most first. */
export async function recallPlaces(context: DeskContext, filter: RecallFilter): Promise<RecallPlace[]> {
	const rows = await linesOfBatch(context, filter, await spellingsOf(context.sql, filter.batch))
		.select(['place', 'supply', 'expiry', 'act'])
		.select((eb) => eb.fn.sum<number>('qty').as('qty'))
		.groupBy(['place', 'supply', 'expiry', 'act'])
		.execute();
	const sums = new Map<
		string,
		{ place: Place; supply: string; expiry: string; got: number; given: number; left: number }
	>();
	for (const { place, supply, expiry, act, qty } of rows) {
		const key = [place, supply, expiry].join(' ');
		const sum = sums.get(key) ?? { place, supply, expiry, got: 0, given: 0, left: 0 };
		sums.set(key, sum);
		sum.left += Number(qty);
		if (act === 'give') sum.given -= Number(qty);
		if (COMING[place.startsWith('store:') ? 'store' : 'held'].has(act)) sum.got += Number(qty);
	}
	return [...sums.values()]
		.sort((one, other) => other.left - one.left || (one.place < other.place ? -1 : 1))
		.map(({ place, supply, expiry, got, given, left }) => ({
			...{ place, name: stockPlace(context, place)?.name ?? place },
			...{ supplyName: supplyName(context, supply), expiry },
			got: amountOf(context, supply, got),
			given: amountOf(context, supply, given),
			left: amountOf(context, supply, left)
		}));
}

const KEY = /^(\d{4}-\d{2}-\d{2})~([0-9a-f-]{36})~(\d{1,9})$/;

/** One page of what happened to the batch, the oldest first; a movement is never cut in two. */
export async function recallSteps(
	context: DeskContext,
	filter: RecallFilter,
	after: string | null = null,
	limit = 100
): Promise<RecallPage> {
	const [, day = '', group = '', seq = ''] = KEY.exec(after ?? '') ?? [];
	const rows = await linesOfBatch(context, filter, await spellingsOf(context.sql, filter.batch))
		.leftJoin('record', 'record.id', 'stock_entry.record_id')
		.leftJoin('account', 'account.id', 'record.recorder')
		.selectAll('stock_entry')
		.select(['record.kind', 'record.body', 'record.no', 'record.recorder', 'record.region as home'])
		.select(['account.zh as by_zh', 'account.en as by_en'])
		.$if(day !== '', (query) =>
			query.where((eb) =>
				eb(
					eb.refTuple('stock_entry.day', 'stock_entry.group_id', 'stock_entry.seq'),
					'>',
					eb.tuple(day, group, Number(seq))
				)
			)
		)
		.orderBy('stock_entry.day')
		.orderBy('stock_entry.group_id')
		.orderBy('stock_entry.seq')
		.limit(limit + 1)
		.execute();
	const whole = rows.length > limit ? withoutCutGroup(rows) : rows;
	const persons = await personsOf(context, whole);
	const steps = new Map<string, RecallStep>();
	for (const row of whole) {
		// Both sides of an issue are one movement of goods.
		const key = [row.group_id, row.record_id, row.rev, row.supply, row.expiry, row.batch].join(' ');
		if (steps.has(key)) continue;
		steps.set(key, { key, ...stepOf(context, row), persons: persons.get(row.record_id) ?? [] });
	}
	const last = whole.at(-1);
	return {
		steps: [...steps.values()],
		next: rows.length > limit && last ? `${last.day}~${last.group_id}~${last.seq}` : null
	};
}

/** The rows of a full page without those of its last group, of which there may be more; all of them where that is the only one. */
function withoutCutGroup<Row extends { readonly group_id: string }>(rows: readonly Row[]): readonly Row[] {
	const cut = rows.at(-1)?.group_id;
	const kept = rows.filter((row) => row.group_id !== cut);
	return kept.length > 0 ? kept : rows;
}

interface Line {
	readonly record_id: string;
	readonly place: Place;
	readonly supply: string;
	readonly batch: string;
	readonly expiry: string;
	readonly act: string;
	readonly day: string;
	readonly qty: number;
	readonly kind: string | null;
	readonly body: string | null;
	readonly no: string | null;
	readonly home: string | null;
	readonly recorder: string | null;
	readonly by_zh: string | null;
	readonly by_en: string | null;
}

function stepOf(context: DeskContext, row: Line): Omit<RecallStep, 'key' | 'persons'> {
	const { reference, locale } = context;
	const body = (row.body === null ? {} : JSON.parse(row.body)) as Readonly<Record<string, unknown>>;
	const nameOf = (place: unknown) =>
		stockPlace(context, typeof place === 'string' ? place : null)?.name ?? '';
	const named = (kind: 'organisation' | 'station', code: unknown) => {
		const entry = typeof code === 'string' ? reference.get(kind, code) : undefined;
		return entry ? (locale === 'en' && entry.en) || entry.zh : '';
	};
	const isMovement = row.kind === 'movement';
	const isReversal = isMovement && body['act'] === 'reversal';
	const isBack = !isMovement && Number(row.qty) > 0;
	const site = typeof body['placeText'] === 'string' ? body['placeText'] : '';
	return {
		...{ record: row.record_id, no: row.no ?? '', mayOpen: covers(context.rights.reads, row.home ?? '') },
		day: row.day,
		act: isReversal ? 'reversal' : isBack ? 'back' : row.act,
		from: isMovement ? nameOf(body['from']) : nameOf(row.place),
		to: isMovement
			? nameOf(body['to'])
			: named('organisation', body['organisation']) || named('station', body['station']) || site,
		...{ supplyName: supplyName(context, row.supply), batch: row.batch, expiry: row.expiry },
		amount: amountOf(context, row.supply, Math.abs(Number(row.qty))),
		by: (locale === 'en' && row.by_en) || row.by_zh || row.recorder || ''
	};
}

/** How many movements and handouts of the batch the reader may see. */
export async function countSteps(context: DeskContext, filter: RecallFilter): Promise<number> {
	const { n } = await linesOfBatch(context, filter, await spellingsOf(context.sql, filter.batch))
		.select((eb) => eb.fn.count<number>('stock_entry.record_id').distinct().as('n'))
		.executeTakeFirstOrThrow();
	return Number(n);
}
