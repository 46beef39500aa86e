import type { Sql } from '#lib/server/database/schema.ts';
import { COUNTED } from '#lib/server/figures/counted.ts';
import { yearOfPeriod } from './register-period.ts';
import type { RegisterRequest } from './register-request.ts';

export interface SeasonRow<Body> {
	readonly id: string;
	readonly no: string | null;
	readonly date: string;
	readonly body: Body;
	readonly recorder: string;
}

/** Records that are read at a time. */
const PAGE = 250;
/** A single record's sheet is also asked for before anybody decided on it. */
const STANDING = ['pending', 'returned', ...COUNTED];

/**
 * Approved and archived records of a county's season or year in the order of day and number, page by page, each page for itself: a long
 * export holds no state of the database.
 */
export async function* seasonPages<Body>(
	db: Sql,
	kind: string,
	request: RegisterRequest
): AsyncGenerator<readonly SeasonRow<Body>[]> {
	for (let last: SeasonRow<Body> | undefined; ;) {
		const rows: readonly SeasonRow<Body>[] = await page<Body>(db, kind, request, last);
		yield rows;
		last = rows.at(-1);
		if (rows.length < PAGE) return;
	}
}

async function page<Body>(
	db: Sql,
	kind: string,
	{ region, campaign, record = null, locale }: RegisterRequest,
	after: SeasonRow<Body> | undefined
): Promise<SeasonRow<Body>[]> {
	const year = yearOfPeriod(campaign);
	const rows = await db
		.selectFrom('record')
		.leftJoin('account', 'account.id', 'record.recorder')
		.select(['record.id', 'record.no', 'record.date', 'record.body', 'record.recorder'])
		.select(['account.zh', 'account.en'])
		.where('record.kind', '=', kind)
		.where('record.region', '=', region)
		.$call((query) =>
			year
				? query.where('record.date', '>=', year.from).where('record.date', '<=', year.to)
				: query.where('record.campaign', '=', campaign)
		)
		.where('record.state', 'in', record === null ? COUNTED : STANDING)
		.$if(record !== null, (query) => query.where('record.id', '=', record ?? ''))
		.$if(after !== undefined, (query) =>
			query.where((eb) =>
				eb(
					eb.refTuple('record.date', 'record.no', 'record.id'),
					'>',
					eb.tuple(after?.date ?? '', after?.no ?? '', after?.id ?? '')
				)
			)
		)
		.orderBy('record.date')
		.orderBy('record.no')
		.orderBy('record.id')
		.limit(PAGE)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		no: row.no,
		date: row.date,
		body: JSON.parse(row.body) as Body,
		recorder: (locale === 'en' && row.en ? row.en : row.zh) ?? row.recorder
	}));
}
