/**
 * Whose receipts of a season are more than one: by their season keys, over the whole city. Only the seasons that are asked for
 * are read, and of them first the keys alone, in the index: most people received once.
 */
import { sql, type SqlBool } from 'kysely';
import { yearOf } from '#lib/domain/calendar.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Sql, Trx } from '#lib/server/database/schema.ts';

/** The figure that a row has when a person was given something at one handout more than once. */
const REPEATS = 'receipt_repeats';
/** Until then a season of the year before is still looked into. */
const LOOKED_INTO_TO = '04-01';

/** Seasons that are looked into now: campaigns and programmes of this year (at first of the last one too), and what runs. */
export function currentSeasons(reference: Reference, today: string): string[] {
	const year = yearOf(today);
	const years = today.slice(5) < LOOKED_INTO_TO ? [year, year - 1] : [year];
	const programmes = reference.get('codeList', 'programme')?.items ?? [];
	const campaigns = reference
		.all('campaign')
		.filter((one) => years.includes(one.year) || (one.from <= today && today <= one.to));
	return [
		...new Set([
			...campaigns.map(({ code }) => code),
			...years.flatMap((one) => programmes.map(({ code }) => `${code}-${one}`)),
			// A handout of no programme counts by its year.
			...years.map(String)
		])
	];
}

/** Keys of one season lie together: `receipt|<season>|` and what comes after it. */
const keysOf = (season: string) =>
	sql<SqlBool>`record.season_key > ${`receipt|${season}|`} and record.season_key < ${`receipt|${season}}`}`;

/** Keys of a season that more than one row has; what of it does not count is looked at afterwards. */
function sharedKeys(season: string) {
	return sql`select record.season_key from record where ${keysOf(season)}
		group by record.season_key having count(*) > 1`;
}

/** Keys of a season of which one row alone says that the person was given something twice. The cross join says what is read first. */
function repeatedKeys(season: string) {
	return sql`select record.season_key from measure cross join record
		where measure.name = ${sql.lit(REPEATS)} and record.id = measure.record_id and ${keysOf(season)}`;
}

/** Each season for itself: a database that knows what it looks for knows how little of the table that is. */
async function keysToLookAt(db: Sql | Trx, seasons: readonly string[]): Promise<string[]> {
	if (seasons.length === 0) return [];
	const parts = seasons.flatMap((season) => [sharedKeys(season), repeatedKeys(season)]);
	const { rows } = await sql<{ season_key: string }>`${sql.join(parts, sql` union `)}`.execute(db);
	return rows.map((row) => row.season_key);
}

/**
 * Keys of persons with more than one receipt that counts: not taken back, of a handout that was not voided. Wherever the others
 * lie, one of them has to be in the reader's areas. The few keys are found first and then looked up: PostgreSQL takes them for
 * many as long as it has not seen them, and reads every record there is.
 * @returns the query, to be counted or paged
 */
export async function doubleKeys(
	db: Sql | Trx,
	regions: readonly string[] | 'all',
	seasons: readonly string[]
) {
	const wanted = listed(db, await keysToLookAt(db, seasons));
	const query = db
		.selectFrom('record')
		.innerJoin('record as handout', 'handout.id', 'record.parent')
		.innerJoin('measure', (join) =>
			join.onRef('measure.record_id', '=', 'record.id').on('measure.name', '=', 'receipts')
		)
		.leftJoin('measure as repeats', (join) =>
			join.onRef('repeats.record_id', '=', 'record.id').on('repeats.name', '=', REPEATS)
		)
		.select('record.season_key as key')
		.select((eb) => eb.fn.max('record.date').as('date'))
		.where('record.season_key', 'in', wanted)
		.where('handout.state', '<>', 'voided')
		.groupBy('record.season_key')
		.having((eb) => eb.or([eb(eb.fn.countAll(), '>', 1), eb(eb.fn.max('repeats.value'), '>', 0)]))
		.$if(regions !== 'all', (query) =>
			query.having((eb) => {
				const own = eb(
					'record.region',
					'in',
					regions === 'all' || regions.length === 0 ? [''] : [...regions]
				);
				return eb(eb.fn.max(eb.case().when(own).then(1).else(0).end()), '>', 0);
			})
		);
	return { query };
}
