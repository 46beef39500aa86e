/** Everything that is particular to PostgreSQL, 15 or later. */
import { createHash } from 'node:crypto';
import { Kysely, PostgresAdapter, PostgresDialect, type DialectAdapter, type PostgresPool } from 'kysely';
import pg from 'pg';
import { isStalePlan } from './is-stale-plan.ts';
import type { Tables } from './schema.ts';

const { Client, Pool, types } = pg;

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

/** Statements longer than this have lists in them and are hardly ever the same again. */
const LONGEST_PREPARED = 2_000;

const names = new Map<string, string>();

/** Goes up where the tables have changed underneath: under new names all connections prepare their statements anew. */
let generation = 0;

/** Under a name a statement is parsed and planned once a connection. Long ones with lists stay without. */
function nameOf(text: string): string | undefined {
	if (text.length > LONGEST_PREPARED || !/^(select|insert|update|delete) /.test(text)) return undefined;
	const known = names.get(text);
	if (!known && names.size >= 300) return undefined;
	const name = known ?? createHash('sha256').update(text).digest('hex').slice(0, 32);
	names.set(text, name);
	return `${name}_${generation}`;
}

/** PostgreSQL cannot hold U+0000 in a text; what stands in JSON is escaped already, the rest is replaced. */
function storable(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(storable);
	return typeof value === 'string' && value.includes('\u0000') ? value.replaceAll('\u0000', '\ufffd') : value;
}

class PreparingClient extends Client {
	constructor(config?: string | pg.ClientConfig) {
		super(config);
		// A connection that breaks between two statements fails the next one; without a listener it would end the process.
		this.on('error', () => undefined);
	}

	// The driver's overloads cannot be told apart by types; Kysely calls only this one.
	override query(...args: unknown[]): never {
		const [text, values] = args;
		const plain = super.query as (...given: unknown[]) => never;
		if (typeof text !== 'string' || !Array.isArray(values)) return plain.apply(this, args);
		const name = nameOf(text);
		const answer = plain.call(this, { text, values: values.map(storable), ...(name ? { name } : {}) });
		(answer as Promise<unknown>).catch((error: unknown) => {
			if (isStalePlan(error)) generation++;
		});
		return answer;
	}
}

/** Who migrates holds a row (`migrate`); a lock of the session would be missing in PostgreSQL's distributed relatives. */
class Adapter extends PostgresAdapter {
	override async acquireMigrationLock(): Promise<void> {
		// Held already.
	}
	override async releaseMigrationLock(): Promise<void> {
		// It goes with the transaction.
	}
}

class Dialect extends PostgresDialect {
	override createAdapter(): DialectAdapter {
		return new Adapter();
	}
}

/**
 * A pool of connections to `postgres://...`. Connects when first used, not before: a database that cannot be reached is
 * found by the first statement.
 */
export function openPostgres(url: string): Kysely<Tables> {
	const pool = new Pool({
		connectionString: url,
		Client: PreparingClient,
		max: CONNECTIONS,
		types: parsers,
		connectionTimeoutMillis: 10_000,
		keepAlive: true,
		// A transaction whose process died must not hold its row locks for ever.
		idle_in_transaction_session_timeout: 60_000,
		application_name: 'liangfeng'
	});
	// An idle connection that breaks is replaced by the next statement; without a listener it would end the process.
	pool.on('error', () => undefined);
	return new Kysely<Tables>({ dialect: new Dialect({ pool: pool as unknown as PostgresPool }) });
}
