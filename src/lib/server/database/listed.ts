import { sql, type RawBuilder } from 'kysely';
import { isPostgres } from './row-locks.ts';
import type { Sql } from './schema.ts';

/**
 * A list of texts to stand behind `in`, as one parameter: one statement is prepared once whatever the length, where a
 * parameter for each would make it another one each time.
 */
export function listed(db: Sql, texts: readonly string[]): RawBuilder<string> {
	return sql<string>`(select value from ${rowsOfList(db, texts)} as list)`;
}

/** The same as a table with the column `value`, in the order of the list. */
export function rowsOfList(db: Sql, texts: readonly string[]): RawBuilder<unknown> {
	if (isPostgres(db)) return sql`(select value from unnest(${texts}::text[]) as given(value))`;
	return sql`(select value from json_each(${JSON.stringify(texts)}))`;
}
