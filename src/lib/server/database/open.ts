import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openPostgres } from './postgres.ts';
import type { PostgresRefusal } from './postgres-refusal.ts';
import { openSqliteReader, openSqliteWriter } from './sqlite.ts';
import type { Sql, Trx } from './schema.ts';

/** What the server holds its data in. All writing goes through `transaction`. */
export interface ServerDatabase {
	readonly engine: 'sqlite' | 'postgres';
	/** For migrations and single statements; prefer `transaction`. */
	readonly writer: Sql;
	/** For single reads that need no snapshot. */
	readonly reader: Sql;
	/**
	 * One write transaction, alone of its kind at a time, whatever the number of processes. Do nothing slow inside: no
	 * fetch, no hashing of passwords. Never open another transaction or use `writer` inside: it would wait for itself.
	 */
	transaction<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
	/**
	 * A write transaction that may run beside others, for what phones do all day. On PostgreSQL each statement sees what
	 * others have committed meanwhile: what must not change between reading and writing is read with `lockedIn`, and two
	 * writers of one new row meet at its key (`isRetryable`). On SQLite the same as `transaction`.
	 */
	concurrently<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
	/** Reads that see one state of the database, whatever is written meanwhile. */
	snapshot<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

/** A database that cannot be used; `code` names what the operator has to look at, `message` never holds a password. */
export class DatabaseUrlError extends Error {
	readonly code: 'malformed' | 'unopenable' | PostgresRefusal;
	constructor(code: DatabaseUrlError['code'], message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'DatabaseUrlError';
		this.code = code;
	}
}

/**
 * Opens the database at `sqlite:PATH` (absolute, or relative to the working directory; folders are made) or
 * `postgres://...`. The schema is not touched: call `migrate` first.
 * @throws DatabaseUrlError `malformed` or `unopenable`; a PostgreSQL that cannot be used is told by `migrate`
 */
export function openDatabase(url: string): ServerDatabase {
	return /^postgres(ql)?:/i.test(url) ? postgresDatabase(url) : sqliteDatabase(url);
}

function sqliteDatabase(url: string): ServerDatabase {
	const path = /^sqlite:(.+)$/s.exec(url)?.[1]?.trim();
	if (!path || path.includes('\u0000') || path.startsWith(':')) {
		throw new DatabaseUrlError('malformed', 'DATABASE_URL must be sqlite:PATH or postgres://...');
	}
	let writer: Sql;
	let reader: Sql;
	try {
		mkdirSync(dirname(path), { recursive: true });
		writer = openSqliteWriter(path);
		reader = openSqliteReader(path);
	} catch (cause) {
		throw new DatabaseUrlError('unopenable', `The database file cannot be opened: ${path}`, { cause });
	}
	return {
		engine: 'sqlite',
		writer,
		reader,
		transaction: (work) => writer.transaction().execute(work),
		concurrently: (work) => writer.transaction().execute(work),
		snapshot: (work) => reader.transaction().execute(work),
		close: async () => {
			await reader.destroy();
			await writer.destroy();
		}
	};
}

function postgresDatabase(url: string): ServerDatabase {
	if (!URL.canParse(url)) throw new DatabaseUrlError('malformed', 'DATABASE_URL is no address');
	const pool = openPostgres(url);
	const write = () => pool.transaction().setIsolationLevel('read committed');
	return {
		engine: 'postgres',
		writer: pool,
		reader: pool,
		transaction: (work) =>
			write().execute(async (trx) => {
				// The one row of `meta` stands for the right to write alone; every later statement sees what others committed.
				await trx.selectFrom('meta').select('id').forUpdate().execute();
				return work(trx);
			}),
		concurrently: (work) => write().execute(work),
		snapshot: (work) =>
			pool.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work),
		close: () => pool.destroy()
	};
}
