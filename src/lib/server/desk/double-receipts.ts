/**
 * Persons who received more than once: at several handouts of a season, or noted twice at one. Nothing is refused for it; who
 * reviews looks at both pieces of evidence. What lies in another county is shown by county and day alone: enough to ask there.
 */
import { overCaps, givenText, type OverCap } from './double-goods.ts';
import type { ReceiptBody } from '#lib/records/receipt/body.ts';
import { shownName } from '#lib/domain/rosters/show-name.ts';
import { nameOf } from '#lib/records/names.ts';
import { covers } from './desk-rights.ts';
import type { DeskContext } from './desk-context.ts';
import { currentSeasons, doubleKeys } from './double-keys.ts';
import { nameIn } from './record-list.ts';

/** One time that counts, in the reader's areas. */
export interface ShownTime {
	readonly id: string;
	readonly date: string;
	readonly isElsewhere: false;
	readonly handout: string;
	readonly place: string;
	readonly by: string;
	/** How it was noted (`evidence_<method>`). */
	readonly method: string;
	readonly override: string;
	/** What was given, in words. */
	readonly given: string;
}

/** One time that counts, in a county whose records the reader does not read. */
export interface ElsewhereTime {
	readonly id: string;
	readonly date: string;
	readonly isElsewhere: true;
	/** Name of the county. */
	readonly region: string;
}

export interface DoubleReceipt {
	readonly key: string;
	/** Whole to those who handle the area, masked to others. */
	readonly name: string;
	readonly season: string;
	/** Each time that counts, the newest first. */
	readonly times: readonly (ShownTime | ElsewhereTime)[];
	/** Supplies of which all that the reader is shown is together more than a person's reference amount for a season (R13). */
	readonly over: readonly OverCap[];
}

/** How many persons there are in the seasons that are looked into now: the notice on the overview. */
export async function countDoubleReceipts({
	sql,
	rights,
	reference,
	today
}: Pick<DeskContext, 'sql' | 'rights' | 'reference' | 'today'>): Promise<number> {
	const { query } = await doubleKeys(sql, rights.reads, currentSeasons(reference, today));
	const { n } = await sql
		.selectFrom(query.as('doubles'))
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.executeTakeFirstOrThrow();
	return Number(n);
}

interface Row {
	readonly id: string;
	readonly parent: string | null;
	readonly region: string;
	readonly date: string;
	readonly season_key: string | null;
	readonly handout_body: string;
	readonly body: ReceiptBody;
}

/**
 * One page of them, the latest first, and whether there are more.
 * @param season of these alone; null: of all that are looked into now
 */
export async function doubleReceipts(
	context: DeskContext,
	season: string | null = null,
	page = 1,
	size = 20
): Promise<{ readonly rows: readonly DoubleReceipt[]; readonly more: boolean }> {
	const { sql, rights } = context;
	const seasons = season === null ? currentSeasons(context.reference, context.today) : [season];
	const { query } = await doubleKeys(sql, rights.reads, seasons);
	const keys = await query
		.orderBy('date', 'desc')
		.orderBy('key')
		.limit(size + 1)
		.offset((page - 1) * size)
		.execute();
	const wanted = keys.slice(0, size).flatMap(({ key }) => (key === null ? [] : [key]));
	if (wanted.length === 0) return { rows: [], more: false };
	const receipts = await receiptsOf(context, wanted);
	const read = receipts.filter((row) => covers(rights.reads, row.region)).map(({ body }) => body);
	const [accounts, cards] = await Promise.all([namesOf(context, read), rosterNames(context, read)]);
	return {
		more: keys.length > size,
		rows: wanted.flatMap((key) => {
			const all = receipts.filter((row) => row.season_key === key);
			const own = all.filter((row) => covers(rights.reads, row.region));
			const first = own.find((row) => covers(rights.reviews, row.region)) ?? own[0];
			if (!first) return [];
			const { body, region } = first;
			const listed = body.card ? cards.get(body.card) : undefined;
			const handles = [region, listed?.region ?? region].every((one) => covers(rights.reviews, one));
			const whole = listed?.name || body.name || body.card || '';
			return [
				{
					key,
					name: handles ? whole : shownName(whole),
					season: body.campaign ?? '',
					over: overCaps(
						context,
						own.flatMap((row) => row.body.evidence)
					),
					times: all.flatMap((row, at): (ShownTime | ElsewhereTime)[] =>
						own.includes(row) ? timesOf(context, row, accounts) : elsewhere(context, row, `${key}:${at}`)
					)
				}
			];
		})
	};
}

/** Receipts of these persons at handouts that were not voided, the newest first. */
async function receiptsOf({ sql }: DeskContext, keys: readonly string[]): Promise<Row[]> {
	const rows = await sql
		.selectFrom('record')
		.innerJoin('record as handout', 'handout.id', 'record.parent')
		.select([
			'record.id',
			'record.parent',
			'record.region',
			'record.date',
			'record.season_key',
			'record.body',
			'handout.body as handout_body'
		])
		.where('record.season_key', 'in', keys)
		.where('handout.state', '<>', 'voided')
		.orderBy('record.date', 'desc')
		.orderBy('record.id')
		.execute();
	return rows.map((row) => ({ ...row, body: JSON.parse(row.body) as ReceiptBody }));
}

function timesOf(context: DeskContext, row: Row, accounts: ReadonlyMap<string, string>): ShownTime[] {
	const place = placeOf(context, row.handout_body);
	return row.body.evidence
		.filter((one) => !one.withdrawn)
		.map(({ id, by, method, override, ...gift }) => ({
			id: `${row.id}:${id}`,
			isElsewhere: false,
			handout: row.parent ?? '',
			date: row.date,
			place,
			by: accounts.get(by) ?? by,
			method,
			override,
			given: givenText(context, gift)
		}));
}

/** Without any id of a record: the reader may not open it. */
function elsewhere({ reference, locale }: DeskContext, row: Row, id: string): ElsewhereTime[] {
	const region = nameOf(reference, 'region', row.region, locale);
	return row.body.evidence
		.filter((one) => !one.withdrawn)
		.map((_, at) => ({ id: `${id}:${at}`, isElsewhere: true, date: row.date, region }));
}

function placeOf(context: DeskContext, body: string): string {
	const { organisation, station, placeText } = JSON.parse(body) as {
		organisation: string | null;
		station: string | null;
		placeText: string;
	};
	return nameIn(context, 'organisation', organisation) || nameIn(context, 'station', station) || placeText;
}

async function namesOf(context: DeskContext, bodies: readonly ReceiptBody[]): Promise<Map<string, string>> {
	const ids = [...new Set(bodies.flatMap((body) => body.evidence.map((one) => one.by)))];
	const rows = await context.sql
		.selectFrom('account')
		.select(['id', 'zh', 'en'])
		.where('id', 'in', ids)
		.execute();
	return new Map(rows.map(({ id, zh, en }) => [id, context.locale === 'en' ? en || zh : zh]));
}

/** Phones know masked names alone; the rosters of the areas that are read have the whole ones. */
async function rosterNames(
	context: DeskContext,
	bodies: readonly ReceiptBody[]
): Promise<Map<string, { readonly name: string; readonly region: string }>> {
	const cards = [...new Set(bodies.flatMap((body) => (body.card ? [body.card] : [])))];
	if (cards.length === 0) return new Map();
	const rows = await context.sql
		.selectFrom('roster_row')
		.innerJoin('roster', 'roster.id', 'roster_row.roster_id')
		.select(['roster_row.card_id', 'roster_row.name', 'roster.region'])
		.where('roster_row.card_id', 'in', cards)
		.execute();
	const read = rows.filter((row) => covers(context.rights.reads, row.region));
	return new Map(read.map((row) => [row.card_id, row]));
}
