import { sql, type RawBuilder } from 'kysely';
import { Argument } from './compiled-once.ts';
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
	// In a query that is compiled once the texts come when it is run.
	const given: unknown = texts;
	return sql`(select value from json_each(${given instanceof Argument ? given : JSON.stringify(texts)}))`;
}
