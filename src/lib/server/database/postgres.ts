/** Everything that is particular to PostgreSQL, 15 or later. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './schema.ts';

const { Pool, types } = pg;

/** bigint and the sums of it: whole numbers far below 2^53 in this schema, numbers in JavaScript as with SQLite. */
const WHOLE = new Set<number>([types.builtins.INT8, types.builtins.NUMERIC]);

/** Parses on these connections only; the driver's own parsers stay as they are. */
const parsers: pg.CustomTypesConfig = {
	getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
		WHOLE.has(oid)
			? (text: string) => Number(text)
			: types.getTypeParser(oid, format as 'text')) as typeof types.getTypeParser
};

/** Connections one process keeps at most; several processes share the server's own limit (100 by default). */
const CONNECTIONS = 10;

/**
 * A pool of connections to `postgres://...`. Connects when first used, not before: a database that cannot be reached is
 * found by the first statement.
 */
export function openPostgres(url: string): Kysely<Tables> {
	const pool = new Pool({
		connectionString: url,
		max: CONNECTIONS,
		types: parsers,
		connectionTimeoutMillis: 10_000,
		// A transaction whose process died must not hold its row locks for ever.
		idle_in_transaction_session_timeout: 60_000,
		application_name: 'liangfeng'
	});
	// An idle connection that breaks is replaced by the next statement; without a listener it would end the process.
	pool.on('error', () => undefined);
	return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
