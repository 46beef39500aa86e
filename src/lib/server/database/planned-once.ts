import { sql, type RawBuilder } from 'kysely';

/**
 * A value to compare with in a query that runs at every request. SQLite plans a join or a sorted list anew at each run when a
 * parameter is compared with a column in it, which takes many times what the query takes; behind a query of its own the
 * parameter has no part in the plan.
 */
export function plannedOnce(text: string): RawBuilder<string> {
	return sql<string>`(select ${text})`;
}
