import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres, textColumn } from '../row-locks.ts';

/** Texts that are read, and rows that are written, at a time. */
const TEXTS = 2_000;
const ROWS = 5_000;
/** A term of more texts has no further postings. */
const MOST = 4_000;

type Row = Readonly<Record<string, string | number>>;

/** An inverted index over the words that search finds records by: each term once, and which texts hold it. */
export const searchTerms: Migration = {
	async up(db: Kysely<unknown>) {
		const text = textColumn(db);
		const end = isPostgres(db) ? sql`` : sql`without rowid`;
		await db.schema
			.createTable('search_term')
			.addColumn('id', text, (column) => column.notNull())
			.addColumn('text', text, (column) => column.notNull())
			.addColumn('wordings', 'integer', (column) => column.notNull())
			.addPrimaryKeyConstraint('search_term_pk', ['id'])
			.modifyEnd(end)
			.execute();
		await db.schema
			.createTable('search_posting')
			.addColumn('term', text, (column) => column.notNull())
			.addColumn('wording', text, (column) => column.notNull())
			.addPrimaryKeyConstraint('search_posting_pk', ['term', 'wording'])
			.modifyEnd(end)
			.execute();
		const terms = new Map<string, { id: string; wordings: number }>();
		for (let last = ''; ;) {
			const { rows } = await sql<{ id: string; text: string }>`
				select id, text from wording where id > ${last} order by id limit ${TEXTS}
			`.execute(db);
			const postings = rows.flatMap((wording) => postingsOf(terms, wording));
			await insertAll(db, 'search_posting', postings);
			const end = rows.at(-1);
			if (end === undefined) break;
			last = end.id;
		}
		const all = [...terms].map(([word, { id, wordings }]) => ({ id, text: word, wordings }));
		await insertAll(db, 'search_term', all);
	}
};

function postingsOf(
	terms: Map<string, { id: string; wordings: number }>,
	wording: { readonly id: string; readonly text: string }
): Row[] {
	const postings: Row[] = [];
	for (const word of new Set(wording.text.split(/\s+/).filter(Boolean))) {
		const id = createHash('sha256').update(word).digest('base64url').slice(0, 12);
		const term = terms.get(word) ?? { id, wordings: 0 };
		terms.set(word, term);
		if (term.wordings > MOST) continue;
		term.wordings++;
		postings.push({ term: id, wording: wording.id });
	}
	return postings;
}

async function insertAll(db: Kysely<unknown>, table: string, rows: readonly Row[]): Promise<void> {
	const columns = Object.keys(rows[0] ?? {});
	const names = sql.join(columns.map((column) => sql.ref(column)));
	for (let from = 0; from < rows.length; from += ROWS) {
		const given = JSON.stringify(rows.slice(from, from + ROWS));
		const values = isPostgres(db)
			? sql`select ${sql.join(columns.map((name) => sql`(value->>${sql.lit(name)})${name === 'wordings' ? sql`::integer` : sql``}`))} from json_array_elements(${given}::json)`
			: sql`select ${sql.join(columns.map((name) => sql`value->>${sql.lit(name)}`))} from json_each(${given})`;
		await sql`insert into ${sql.table(table)} (${names}) ${values}`.execute(db);
	}
}
