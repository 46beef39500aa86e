import { PostgresAdapter, sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import type { Tables } from './schema.ts';

/** Whether statements on this connection go to PostgreSQL. */
export function isPostgres(db: { getExecutor(): { readonly adapter: unknown } }): boolean {
	return db.getExecutor().adapter instanceof PostgresAdapter;
}

/** Type of a text column: the same order of texts on both engines, whatever language a PostgreSQL was set up for. */
export function textColumn(db: Kysely<unknown>) {
	return isPostgres(db) ? sql`text collate "C"` : ('text' as const);
}

/**
 * Keeps the rows that a query reads from others' writing until the transaction ends. SQLite has one writer at a time and
 * needs nothing. Order the query by its key: two writers that lock in one order never wait for each other in a circle.
 */
export function lockedIn<From extends keyof Tables, Row>(
	trx: Kysely<Tables>,
	query: SelectQueryBuilder<Tables, From, Row>
): SelectQueryBuilder<Tables, From, Row> {
	return isPostgres(trx) ? query.forUpdate() : query;
}
