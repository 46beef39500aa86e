/**
 * Persons who received more than once: at several handouts of a season, or noted twice at one. Nothing is refused for it; who
 * reviews looks at both pieces of evidence.
 */
import type { ReceiptBody } from '#lib/records/receipt/body.ts';
import { shownName } from '#lib/domain/rosters/show-name.ts';
import type { Sql, Trx } from '#lib/server/database/schema.ts';
import { milliOf } from '#lib/domain/stock/movement.ts';
import { nameOf } from '#lib/records/names.ts';
import { portionGiven, type PortionLine } from '#lib/records/receipt-portion.ts';
import { amountText, linesText } from '#lib/records/stock-words.ts';
import { covers } from './desk-rights.ts';
import type { DeskContext } from './desk-context.ts';
import { nameIn } from './record-list.ts';

export interface DoubleReceipt {
	readonly key: string;
	/** Whole to those who handle the area, masked to others. */
	readonly name: string;
	readonly season: string;
	/** Each time that counts, the newest first. */
	readonly times: readonly {
		readonly id: string;
		readonly handout: string;
		readonly date: string;
		readonly place: string;
		readonly by: string;
		/** How it was noted (`evidence_<method>`). */
		readonly method: string;
		readonly override: string;
		/** What was given, in words. */
		readonly given: string;
	}[];
	/** Supplies of which all of these together are more than a person's reference amount for a season (R13). */
	readonly over: readonly { readonly name: string; readonly amount: string; readonly cap: string }[];
}

/** The figure that a row has when a person was given something at one handout more than once. */
export const REPEATS = 'receipt_repeats';

const isReceipt = (key: string | null) => key?.startsWith('receipt|') ?? false;

/** Season keys of persons with more than one receipt that counts, in these areas. */
function doubleKeys(db: Sql | Trx, regions: readonly string[] | 'all') {
	return db
		.selectFrom('record')
		.innerJoin('measure', (join) =>
			join.onRef('measure.record_id', '=', 'record.id').on('measure.name', '=', 'receipts')
		)
		.leftJoin('measure as repeats', (join) =>
			join.onRef('repeats.record_id', '=', 'record.id').on('repeats.name', '=', REPEATS)
		)
		.select('record.season_key as key')
		.select((eb) => eb.fn.max('record.date').as('date'))
		.where('record.kind', '=', 'receipt')
		.where('record.season_key', 'is not', null)
		.$if(regions !== 'all', (query) =>
			query.where('record.region', 'in', regions === 'all' || regions.length === 0 ? [''] : [...regions])
		)
		.groupBy('record.season_key')
		.having((eb) => eb.or([eb(eb.fn.countAll(), '>', 1), eb(eb.fn.max('repeats.value'), '>', 0)]));
}

/** How many persons there are: the notice on the overview. */
export async function countDoubleReceipts(
	db: Sql | Trx,
	/** Areas; null for the whole city. */
	regions: readonly string[] | null
): Promise<number> {
	const { n } = await db
		.selectFrom(doubleKeys(db, regions ?? 'all').as('doubles'))
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.executeTakeFirstOrThrow();
	return Number(n);
}

/** One page of them, the latest first, and whether there are more. */
export async function doubleReceipts(
	context: DeskContext,
	page = 1,
	size = 20
): Promise<{ readonly rows: readonly DoubleReceipt[]; readonly more: boolean }> {
	const { sql, rights } = context;
	const keys = await doubleKeys(sql, rights.reads)
		.orderBy('date', 'desc')
		.orderBy('key')
		.limit(size + 1)
		.offset((page - 1) * size)
		.execute();
	const wanted = keys.slice(0, size).flatMap(({ key }) => (key && isReceipt(key) ? [key] : []));
	if (wanted.length === 0) return { rows: [], more: false };
	const receipts = await sql
		.selectFrom('record')
		.leftJoin('record as handout', 'handout.id', 'record.parent')
		.select([
			'record.id',
			'record.parent',
			'record.region',
			'record.date',
			'record.season_key',
			'record.body'
		])
		.select('handout.body as handout_body')
		.where('record.season_key', 'in', wanted)
		.orderBy('record.date', 'desc')
		.orderBy('record.id')
		.execute();
	const accounts = await namesOf(
		context,
		receipts.map((row) => JSON.parse(row.body) as ReceiptBody)
	);
	const cards = await rosterNames(
		context,
		receipts.map((row) => JSON.parse(row.body) as ReceiptBody)
	);
	return {
		more: keys.length > size,
		rows: wanted.flatMap((key) => {
			const own = receipts.filter((row) => row.season_key === key);
			const [first] = own;
			if (!first) return [];
			const body = JSON.parse(first.body) as ReceiptBody;
			const handles = own.every((row) => covers(rights.reviews, row.region));
			const whole = (body.card && cards.get(body.card)) || body.name || body.card || '';
			return [
				{
					key,
					name: handles ? whole : shownName(whole),
					season: body.campaign ?? '',
					over: overCaps(
						context,
						own.flatMap((row) => (JSON.parse(row.body) as ReceiptBody).evidence)
					),
					times: own.flatMap((row) => {
						const receipt = JSON.parse(row.body) as ReceiptBody;
						const place = placeOf(context, row.handout_body);
						return receipt.evidence
							.filter((one) => !one.withdrawn)
							.map(({ by, method, override, at, ...gift }) => ({
								given: linesText(
									context.reference,
									inMilli(portionGiven(gift, context.reference)),
									context.locale
								),
								id: `${row.id}:${at}`,
								handout: row.parent ?? '',
								date: row.date,
								place,
								by: accounts.get(by) ?? by,
								method,
								override
							}));
					})
				}
			];
		})
	};
}

const inMilli = (lines: readonly PortionLine[]) =>
	lines.map(({ supply, qty }) => ({ supply, milli: milliOf(qty) }));

/** What a person was given with these, taken together, beyond the reference amounts for a season. */
function overCaps(
	{ reference, locale }: DeskContext,
	evidence: ReceiptBody['evidence']
): DoubleReceipt['over'] {
	const sums = new Map<string, number>();
	const given = evidence.flatMap((one) => (one.withdrawn ? [] : inMilli(portionGiven(one, reference))));
	for (const { supply, milli } of given) sums.set(supply, (sums.get(supply) ?? 0) + milli);
	return [...sums].flatMap(([supply, milli]) => {
		const cap = reference.get('supply', supply)?.softCapPerSeason ?? null;
		if (cap === null || milli <= cap * 1_000) return [];
		const words = (amount: number) => amountText(reference, { supply, milli: amount }, locale);
		return [
			{ name: nameOf(reference, 'supply', supply, locale), amount: words(milli), cap: words(cap * 1_000) }
		];
	});
}

function placeOf(context: DeskContext, body: string | null): string {
	if (!body) return '';
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

/** Phones know masked names alone; who handles the area reads the roster's own. */
async function rosterNames(
	context: DeskContext,
	bodies: readonly ReceiptBody[]
): Promise<Map<string, string>> {
	const cards = [...new Set(bodies.flatMap((body) => (body.card ? [body.card] : [])))];
	if (cards.length === 0) return new Map();
	const rows = await context.sql
		.selectFrom('roster_row')
		.select(['card_id', 'name'])
		.where('card_id', 'in', cards)
		.execute();
	return new Map(rows.map((row) => [row.card_id, row.name]));
}
