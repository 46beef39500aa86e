/** Everything that is particular to SQLite. */
import Sqlite from 'better-sqlite3';
import {
	CompiledQuery,
	Kysely,
	SqliteAdapter,
	SqliteDialect,
	SqliteDriver,
	type DatabaseConnection,
	type DialectAdapter,
	type SqliteDialectConfig
} from 'kysely';
import type { Tables } from './schema.ts';

/** Takes the write lock at once: a transaction that starts as a reader and writes later would fail with SQLITE_BUSY. */
class ImmediateDriver extends SqliteDriver {
	override async beginTransaction(connection: DatabaseConnection): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw('begin immediate'));
	}

	/** A full disk may have ended the transaction already; what is thrown must be that, not that it has ended. */
	override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
		await super.rollbackTransaction(connection).catch((error: unknown) => {
			if (!(error instanceof Error && /no transaction is active/.test(error.message))) throw error;
		});
	}
}

/** SQLite takes tables and indexes back with the transaction that made them; Kysely's own adapter does without. */
class TransactionalAdapter extends SqliteAdapter {
	override get supportsTransactionalDdl(): boolean {
		return true;
	}
}

class ImmediateDialect extends SqliteDialect {
	readonly #config: SqliteDialectConfig;
	constructor(config: SqliteDialectConfig) {
		super(config);
		this.#config = config;
	}
	override createDriver(): SqliteDriver {
		return new ImmediateDriver(this.#config);
	}
	override createAdapter(): DialectAdapter {
		return new TransactionalAdapter();
	}
}

const MAX_STATEMENTS = 500;

/** What Kysely asks of a statement. A list of lists as `parameters`: the statement is run once for each of them. */
interface Statement {
	readonly reader: boolean;
	all(parameters: readonly unknown[]): unknown[];
	run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
	iterate(parameters: readonly unknown[]): IterableIterator<unknown>;
}

function prepare(sqlite: Sqlite.Database, text: string): Statement {
	const statement = sqlite.prepare(text);
	const runOne = (parameters: readonly unknown[]) => statement.run(parameters);
	return {
		reader: statement.reader,
		all: (parameters) => statement.all(parameters),
		iterate: (parameters) => statement.iterate(parameters),
		run(parameters) {
			if (!Array.isArray(parameters[0])) return runOne(parameters);
			let changes = 0;
			// One by one, not as a list: the driver asks V8 for every element of a list.
			for (const row of parameters as readonly (readonly unknown[])[])
				changes += statement.run(...row).changes;
			return { changes, lastInsertRowid: 0 };
		}
	};
}

/** What Kysely works on. Prepared statements are kept: preparing costs more than most of our statements take to run. */
export function withPreparedStatements(sqlite: Sqlite.Database): {
	prepare(sql: string): Statement;
	close(): void;
} {
	const prepared = new Map<string, Statement>();
	return {
		prepare(sql) {
			const known = prepared.get(sql);
			if (known) return known;
			const statement = prepare(sqlite, sql);
			if (prepared.size >= MAX_STATEMENTS) prepared.clear();
			prepared.set(sql, statement);
			return statement;
		},
		close() {
			prepared.clear();
			sqlite.close();
		}
	};
}

/** An empty database that is nowhere but in memory. */
export function openSqliteInMemory(): Kysely<Tables> {
	const sqlite = new Sqlite(':memory:');
	return new Kysely<Tables>({ dialect: new ImmediateDialect({ database: withPreparedStatements(sqlite) }) });
}

/** The one writer connection: WAL, synced to disk at every commit. Creates the file. */
export function openSqliteWriter(path: string): Kysely<Tables> {
	const sqlite = new Sqlite(path);
	sqlite.pragma('journal_mode = WAL');
	sqlite.pragma('synchronous = FULL');
	sqlite.pragma('foreign_keys = ON');
	sqlite.pragma('busy_timeout = 10000');
	// A push of a thousand operations writes some 5 MB: copied into the file after every one, much of it twice.
	sqlite.pragma('wal_autocheckpoint = 8000');
	sqlite.pragma('cache_size = -64000');
	return new Kysely<Tables>({ dialect: new ImmediateDialect({ database: withPreparedStatements(sqlite) }) });
}

/** A second connection that can only read: a transaction on it is a snapshot and never waits for the writer. */
export function openSqliteReader(path: string): Kysely<Tables> {
	const sqlite = new Sqlite(path, { readonly: true });
	sqlite.pragma('busy_timeout = 10000');
	return new Kysely<Tables>({ dialect: new SqliteDialect({ database: withPreparedStatements(sqlite) }) });
}
