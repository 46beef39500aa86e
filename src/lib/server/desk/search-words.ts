/** What a person types into the search field, and how it is found among a million records. */
import { sql, type ExpressionBuilder, type ExpressionWrapper, type SqlBool } from 'kysely';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Sql, Tables } from '#lib/server/database/schema.ts';
import { COMMON } from '#lib/server/sync/search-terms.ts';

/** A word with no more records than this is rare: they are found first, and looked at after. */
const FEW = 4_000;
/** A short number, as the stamp of a photo has it (`domain/photo-stamp.ts`): the end of the record's id. */
const SHORT = /^[0-9a-f]{6}$/;

/** The words, each of which must be found: lower case, full-width letters and digits as narrow ones. */
export function wordsOf(text: string | undefined): string[] {
	const narrow = (text ?? '').normalize('NFKC').toLowerCase();
	return narrow.split(/\s+/).filter(Boolean);
}

const somewhere = (word: string) => `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

/** The condition for a word that is looked for record by record, on the way through a list. */
export function holdsWord(
	eb: ExpressionBuilder<Tables, 'record'>,
	word: string
): ExpressionWrapper<Tables, 'record', SqlBool> {
	const like = somewhere(word);
	return eb.or([
		sql<SqlBool>`lower(record.no) like ${like} escape '\\'`,
		sql<SqlBool>`lower(record.legacy_no) like ${like} escape '\\'`,
		sql<SqlBool>`substr(record.id, 31) = ${word}`,
		eb.exists(
			eb
				.selectFrom('wording')
				.select('wording.id')
				.whereRef('wording.id', '=', 'record.wording')
				.where(sql<SqlBool>`wording.text like ${like} escape '\\'`)
				// With an offset PostgreSQL looks at the record's own text alone; else at all texts before the first record.
				.limit(sql.lit(1))
				.offset(sql.lit(0))
		)
	]);
}

/**
 * The records that hold a word of the search, where one of its words is rare: at most `FEW`. Null where each word is
 * common, so that a walk along a list finds its page soon. Looked for among the texts, which many records share; a
 * number is found whole, by its beginning, or by the figures at its end.
 * @returns ids of the records and the words that are still to be looked for in them
 */
export async function findRare(
	db: Sql,
	text: string | undefined
): Promise<{ readonly ids: readonly string[]; readonly others: string } | null> {
	const words = wordsOf(text);
	for (const word of words) {
		const numbered = await byNumber(db, word);
		if (numbered.ids.length > FEW) continue;
		// A whole number is nothing else.
		const worded = numbered.isWhole ? [] : await byWording(db, word);
		const ids = worded && [...new Set([...numbered.ids, ...worded])];
		if (ids && ids.length <= FEW) return { ids, others: words.filter((one) => one !== word).join(' ') };
	}
	return null;
}

/** Null where there are more than `FEW`, or where a common term holds it. */
async function byWording(db: Sql, word: string): Promise<string[] | null> {
	const terms = await db
		.selectFrom('search_term')
		.select(['id', 'wordings'])
		.where(sql<SqlBool>`text like ${somewhere(word)} escape '\\'`)
		.limit(FEW + 1)
		.execute();
	const most = terms.reduce((sum, term) => Math.max(sum, Number(term.wordings)), terms.length);
	if (most > COMMON) return null;
	const texts = await db
		.selectFrom('search_posting')
		.select('wording')
		.distinct()
		.where(
			'term',
			'in',
			listed(
				db,
				terms.map(({ id }) => id)
			)
		)
		.limit(FEW + 1)
		.execute();
	const chunks = inChunks(
		texts.map(({ wording }) => wording),
		500
	);
	const held = (chunk: readonly string[]) =>
		db.selectFrom('record').where('wording', 'in', listed(db, chunk));
	// Counted in the index first: of a common word no record is read here.
	let count = 0;
	for (const chunk of chunks) {
		if (count > FEW) break;
		const some = held(chunk)
			.select(sql<number>`1`.as('one'))
			.limit(FEW + 1);
		const row = await db
			.selectFrom(some.as('some'))
			.select((eb) => eb.fn.countAll<number>().as('n'))
			.executeTakeFirstOrThrow();
		count += Number(row.n);
	}
	if (count > FEW) return null;
	const found: string[] = [];
	for (const chunk of chunks) {
		for (const { id } of await held(chunk).select('id').execute()) found.push(id);
	}
	return found;
}

async function byNumber(db: Sql, word: string): Promise<{ ids: string[]; isWhole: boolean }> {
	const upper = word.toUpperCase();
	const ids: string[] = [];
	let isWhole = false;
	for (const column of ['no', 'legacy_no'] as const) {
		const rows = await db
			.selectFrom('record')
			.select(['id', `${column} as number`])
			.where(column, '>=', upper)
			.where(column, '<', `${upper}\uffff`)
			.limit(FEW + 1)
			.execute();
		for (const { id, number } of rows) {
			ids.push(id);
			isWhole ||= number === upper;
		}
	}
	const numbers = await numbersEnding(db, upper);
	for (const chunk of inChunks(numbers, 500)) {
		const rows = await db.selectFrom('record').select('id').where('no', 'in', chunk).execute();
		for (const { id } of rows) ids.push(id);
	}
	if (SHORT.test(word)) {
		const rows = await db
			.selectFrom('record')
			.select('id')
			.where(sql<SqlBool>`substr(id, 31) = ${word}`)
			.execute();
		for (const { id } of rows) ids.push(id);
	}
	return { ids, isWhole };
}

/** Every number that was given out and ends so: `123`, `2026-000123` and the like. */
async function numbersEnding(db: Sql, word: string): Promise<string[]> {
	const [, before = '', figures] = /^(.*-)?(\d{1,6})$/.exec(word) ?? [];
	if (figures === undefined) return [];
	const ending = before + figures.padStart(6, '0');
	const given = await db.selectFrom('number_sequence').selectAll().execute();
	return given
		.filter(({ next }) => Number(figures) < next)
		.map(({ prefix, region, year }) => `${prefix}-${region}-${year}-${figures.padStart(6, '0')}`)
		.filter((no) => no.endsWith(`-${ending}`) || no === ending);
}
