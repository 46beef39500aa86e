/** A database that is listened to: every statement that is run on it is known afterwards, however it was made. */
import { Transaction, type CompiledQuery, type Dialect, type Driver, type QueryExecutor } from 'kysely';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Tables, Trx } from '#lib/server/database/schema.ts';

export interface HeardDatabase {
	/** The same database, reading of which is listened to. Writing is not. */
	readonly database: ServerDatabase;
	/** Its reader, as product functions take it. */
	readonly sql: Trx;
	/** What was run, in order. */
	readonly queries: readonly CompiledQuery[];
}

/**
 * Statements are caught where they are run and not where they are made: those that are compiled once
 * (`database/compiled-once.ts`) are made before anybody listens, and with other values.
 */
function heardExecutor(executor: QueryExecutor, told: (query: CompiledQuery) => void): QueryExecutor {
	return new Proxy(executor, {
		get(target, name) {
			if (name === 'executeQuery') {
				return (query: CompiledQuery, options?: Parameters<QueryExecutor['executeQuery']>[1]) => {
					told(query);
					return target.executeQuery(query, options);
				};
			}
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		}
	});
}

/** What is read through its answer is noted there. A snapshot is none there: nobody writes in a test of plans. */
export function heardDatabase(database: ServerDatabase): HeardDatabase {
	const queries: CompiledQuery[] = [];
	const executor = heardExecutor(database.reader.getExecutor(), (query) => queries.push(query));
	// Only transactions, the schema and introspection ask for the others; what reads asks for none of them.
	const dialect = {} as Dialect;
	const sql = new Transaction<Tables>({ config: { dialect }, dialect, driver: {} as Driver, executor });
	return { database: { ...database, reader: sql, snapshot: (work) => work(sql) }, sql, queries };
}
