/** Requests (诉求) as their handlers read them: pages and counts. The steps are in `request-step.ts`. */
import { covers } from './desk-rights.ts';
import { isPostgres } from '#lib/server/database/row-locks.ts';
import type { DeskContext } from './desk-context.ts';
import { recordCondition, type RecordFilter } from './record-filter.ts';
import { namesOf } from './record-sheet.ts';
import { nameIn } from './record-list.ts';
import { codeName } from '#lib/records/names.ts';
import type { RequestBody } from '#lib/records/request/body.ts';

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

export interface RequestWish extends Pick<RecordFilter, 'region' | 'season' | 'from' | 'to'> {
	readonly status?: string;
	readonly overdue?: boolean;
	/** Key of the page before, as `RequestPage.next` gave it. */
	readonly after?: string | null;
	/** Rows of a page, 1 to 200. */
	readonly limit?: number;
}

export interface RequestPage {
	readonly rows: readonly ListedRequest[];
	readonly next: string | null;
}

/** Statuses in which a request can be overdue (`isOverdue`). */
const OPEN = ['NEW', 'REF', 'DOING', 'DONE'];
const KEY = /^(\d{4}-\d{2}-\d{2})~([0-9a-f-]{36})$/;

/**
 * Only those who handle requests read them: auditors see none of their words (product.md, Rules of conduct). The status
 * stands in the body only; inside a text its quotes would be escaped, so the pattern finds the field and nothing else.
 */
function theRequests(context: DeskContext, wish: RequestWish, isPage = false) {
	const { region, season, from, to, status } = wish;
	const filter = { kind: 'request', region, season, from, to };
	const handled = { ...context.rights, reads: context.rights.reviews };
	const way = isPage && !isPostgres(context.sql) ? 'order' : 'any';
	const statuses = status ? [status] : wish.overdue ? OPEN : [];
	return context.sql
		.selectFrom('record')
		.where((eb) => recordCondition(eb, handled, filter, way))
		.$if(statuses.length > 0, (query) =>
			query.where((eb) => eb.or(statuses.map((one) => eb('body', 'like', `%"status":"${one}"%`))))
		);
}

/** One page, the newest first, by key and not by offset. Being overdue depends on the day, so it is read off the rows. */
export async function listRequests(context: DeskContext, wish: RequestWish): Promise<RequestPage> {
	const limit = Math.min(200, Math.max(1, wish.limit ?? 50));
	const found: StoredRequest[] = [];
	for (let after = wish.after ?? ''; ;) {
		const [, date = '', id = ''] = KEY.exec(after) ?? [];
		const rows = await theRequests(context, wish, true)
			.select(['id', 'rev', 'region', 'recorder', 'date', 'body', 'parent'])
			.$if(date !== '', (query) =>
				query.where((eb) => eb(eb.refTuple('date', 'id'), '<', eb.tuple(date, id)))
			)
			.orderBy('date', 'desc')
			.orderBy('id', 'desc')
			.limit(limit + 1)
			.execute();
		const read = rows.map((row) => ({ ...row, body: JSON.parse(row.body) as RequestBody }));
		found.push(...read.filter((row) => !wish.overdue || isOverdue(row.body, context.today)));
		const last = rows.at(-1);
		if (found.length > limit || rows.length <= limit || !last) break;
		after = keyOf(last);
	}
	const page = found.slice(0, limit);
	const last = page.at(-1);
	return { rows: await listed(context, page), next: found.length > limit && last ? keyOf(last) : null };
}

interface StoredRequest {
	readonly id: string;
	readonly rev: number;
	readonly region: string;
	readonly recorder: string;
	readonly date: string;
	readonly parent: string | null;
	readonly body: RequestBody;
}

const keyOf = (row: { date: string; id: string }) => `${row.date}~${row.id}`;

/** How many there are of each status, and how many are overdue: bodies are read of the open ones alone. */
export async function countRequests(
	context: DeskContext,
	wish: Omit<RequestWish, 'status' | 'overdue'>,
	statuses: readonly string[]
): Promise<{ all: number; overdue: number; byStatus: Readonly<Record<string, number>> }> {
	const count = async (status?: string) => {
		const query = theRequests(context, { ...wish, status });
		const row = await query.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
		return Number(row.n);
	};
	const byStatus: Record<string, number> = {};
	for (const status of statuses) byStatus[status] = await count(status);
	const open = await theRequests(context, { ...wish, overdue: true })
		.select('body')
		.execute();
	const overdue = open.filter(({ body }) => isOverdue(JSON.parse(body) as RequestBody, context.today)).length;
	return { all: await count(), overdue, byStatus };
}

async function listed(context: DeskContext, rows: readonly StoredRequest[]): Promise<ListedRequest[]> {
	const names = await namesOf(
		context,
		rows.map((row) => row.recorder)
	);
	const name = (list: string, code: string | null) => codeName(context.reference, list, code, context.locale);
	return rows.map((row) => ({
		id: row.id,
		rev: row.rev,
		visitId: row.parent ?? row.body.visitId,
		region: row.region,
		regionName: nameIn(context, 'region', row.region),
		recorderName: names.get(row.recorder) ?? row.recorder,
		date: row.date,
		category: name('appeal_category', row.body.category),
		statusName: name('appeal_status', row.body.status),
		referralName: name('referral_target', row.body.referral),
		satisfactionName: name('satisfaction', row.body.satisfaction),
		body: row.body,
		overdue: isOverdue(row.body, context.today),
		own: row.recorder === context.account,
		mayHandle: covers(context.rights.reviews, row.region)
	}));
}

/** @param today calendar day, `YYYY-MM-DD` */
export function isOverdue(body: RequestBody, today: string): boolean {
	if (body.status === 'REF' || body.status === 'DOING' || body.status === 'NEW') {
		return body.due !== null && body.due < today;
	}
	return body.status === 'DONE' && body.closedOn !== null && body.closedOn < daysBefore(today, 15);
}
