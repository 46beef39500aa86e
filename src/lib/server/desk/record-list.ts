/** Pages of records for the desk's lists, by key and not by offset: a decision meanwhile never skips or repeats a row. */
import type { ReviewState } from '#lib/domain/review.ts';
import { kindOf } from '#lib/records/index.ts';
import type { Summary } from '#lib/records/kind.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { isPostgres } from '#lib/server/database/row-locks.ts';
import type { FlagTable } from '#lib/server/database/schema.ts';
import type { DeskContext } from './desk-context.ts';
import { mayHandle } from './desk-rights.ts';
import { flagParams } from './flag-params.ts';
import { recordCondition, type RecordFilter } from './record-filter.ts';
import { findRare } from './search-words.ts';
import { summaryFor } from './summary-for.ts';

export interface ListedFlag {
	readonly code: string;
	readonly message: string;
	readonly params: Readonly<Record<string, string | number>>;
}

/** One row of a list, in the reader's language, already masked where it must be. */
export interface ListedRecord {
	readonly id: string;
	readonly kind: string;
	readonly rev: number;
	readonly no: string | null;
	readonly legacyNo: string | null;
	readonly state: ReviewState | null;
	readonly region: string;
	readonly regionName: string;
	readonly date: string;
	readonly teamName: string;
	readonly recorderName: string;
	readonly receivedAt: string;
	readonly lateHours: number;
	readonly corrected: boolean;
	readonly conflicts: number;
	readonly openFlags: readonly ListedFlag[];
	readonly own: boolean;
	readonly summary: Summary;
	/** Its texts are kept from this reader. */
	readonly withheld: boolean;
}

export interface RecordPage {
	readonly rows: readonly ListedRecord[];
	/** Give as `after` for the following page; null at the end. */
	readonly next: string | null;
}

export interface PageWish {
	/** `queue`: oldest day first, so that nothing starves; `newest`: the explorer's. */
	readonly order: 'queue' | 'newest';
	readonly after?: string | null;
	readonly limit: number;
}

const KEY = /^(\d{4}-\d{2}-\d{2})~([0-9a-f-]{36})$/;

/** The name of an entry in the reader's language; the code where reference data does not know it. */
export function nameIn(
	context: DeskContext,
	kind: 'region' | 'team' | 'organisation' | 'station',
	code: string | null
) {
	const entry = context.reference.get(kind, code);
	if (!entry) return code ?? '';
	return context.locale === 'en' ? entry.en || entry.zh : entry.zh;
}

/** @returns at most `limit` rows (1 to 200) and the key of the next page */
export async function listRecords(
	context: DeskContext,
	filter: RecordFilter,
	wish: PageWish
): Promise<RecordPage> {
	const limit = Math.min(200, Math.max(1, wish.limit));
	const [, date = '', id = ''] = KEY.exec(wish.after ?? '') ?? [];
	const key = date ? { date, id } : null;
	const rare = await findRare(context.sql, filter.text);
	const found = rare
		? await pageOfFew(context, rare.ids, { ...filter, text: rare.others }, wish.order, key, limit + 1)
		: await pageOfMany(context, filter, wish.order, key, limit + 1);
	const rows = found.slice(0, limit);
	const flags = await openFlags(
		context,
		rows.filter((row) => row.open_flags > 0).map((row) => row.id)
	);
	const last = rows.at(-1);
	return {
		rows: rows.map((row) => {
			const definition = kindOf(row.kind);
			const body: unknown = JSON.parse(row.body);
			const whole = mayHandle(context.rights, row.region, row.recorder, context.account);
			const withheld = row.sensitive === 1 && !whole;
			return {
				id: row.id,
				kind: row.kind,
				rev: row.rev,
				no: row.no,
				legacyNo: row.legacy_no,
				state: row.state as ReviewState | null,
				region: row.region,
				regionName: nameIn(context, 'region', row.region),
				date: row.date,
				teamName: row.team ? nameIn(context, 'team', row.team) : '',
				recorderName: (context.locale === 'en' && row.recorder_en) || row.recorder_zh || row.recorder,
				receivedAt: row.received_at,
				lateHours: row.late_hours,
				corrected: row.corrected === 1,
				conflicts: row.conflicts,
				openFlags: (flags.get(row.id) ?? []).map(({ code, message, params }) => ({
					code,
					message,
					params: flagParams(params, withheld, context.locale)
				})),
				own: row.recorder === context.account,
				summary:
					definition && !withheld ? summaryFor(context, definition, body, whole) : { title: '', details: [] },
				withheld
			};
		}),
		next: found.length > limit && last ? `${last.date}~${last.id}` : null
	};
}

interface Key {
	readonly date: string;
	readonly id: string;
}

// An outer join keeps the records' order: an inner one may begin with the accounts.
const recordRows = ({ sql }: DeskContext) =>
	sql
		.selectFrom('record')
		.leftJoin('account', 'account.id', 'record.recorder')
		.selectAll('record')
		.select(['account.zh as recorder_zh', 'account.en as recorder_en']);

/** The first rows of a list, read along an index that has its order until there are enough. */
async function pageOfMany(
	context: DeskContext,
	filter: RecordFilter,
	order: PageWish['order'],
	after: Key | null,
	count: number
) {
	const [compare, direction] = order === 'queue' ? (['>', 'asc'] as const) : (['<', 'desc'] as const);
	return recordRows(context)
		.where((eb) => recordCondition(eb, context.rights, filter, isPostgres(context.sql) ? 'any' : 'order'))
		.$if(after !== null, (query) =>
			query.where((eb) =>
				eb(eb.refTuple('record.date', 'record.id'), compare, eb.tuple(after?.date ?? '', after?.id ?? ''))
			)
		)
		.orderBy('record.date', direction)
		.orderBy('record.id', direction)
		.limit(count)
		.execute();
}

/** The same of records that are known already: their keys are put in order here, and the page's rows read. */
async function pageOfFew(
	context: DeskContext,
	ids: readonly string[],
	filter: RecordFilter,
	order: PageWish['order'],
	after: Key | null,
	count: number
) {
	const keys: Key[] = [];
	for (const chunk of inChunks(ids, 500)) {
		const rows = await context.sql
			.selectFrom('record')
			.select(['record.id', 'record.date'])
			.where('record.id', 'in', chunk)
			.where((eb) => recordCondition(eb, context.rights, filter, isPostgres(context.sql) ? 'any' : 'ids'))
			.execute();
		keys.push(...rows);
	}
	const rank = ({ date, id }: Key) => `${date}~${id}`;
	const way = order === 'queue' ? 1 : -1;
	const compared = (one: Key, other: Key) => (rank(one) < rank(other) ? -way : way);
	const page = keys
		.filter((key) => after === null || compared(after, key) < 0)
		.filter((key) => after === null || rank(key) !== rank(after))
		.sort(compared)
		.slice(0, count)
		.map(({ id }) => id);
	if (page.length === 0) return [];
	const rows = await recordRows(context).where('record.id', 'in', page).execute();
	return rows.sort(compared);
}

type StoredFlag = Pick<FlagTable, 'code' | 'message' | 'params'>;

async function openFlags(context: DeskContext, ids: readonly string[]): Promise<Map<string, StoredFlag[]>> {
	const byRecord = new Map<string, StoredFlag[]>();
	if (ids.length === 0) return byRecord;
	const rows = await context.sql
		.selectFrom('flag')
		.select(['record_id', 'code', 'message', 'params'])
		.where('record_id', 'in', [...ids])
		.where('closed', '=', 0)
		.where('answer', 'is', null)
		.orderBy('code')
		.execute();
	for (const row of rows) {
		const list = byRecord.get(row.record_id) ?? [];
		list.push(row);
		byRecord.set(row.record_id, list);
	}
	return byRecord;
}
