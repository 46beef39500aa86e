import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openSqliteReader, openSqliteWriter } from './sqlite.ts';
import type { Sql, Trx } from './schema.ts';

/** What the server holds its data in. All writing goes through `transaction`. */
export interface ServerDatabase {
	readonly engine: 'sqlite';
	/** For migrations and single statements; prefer `transaction`. */
	readonly writer: Sql;
	/** For single reads that need no snapshot. */
	readonly reader: Sql;
	/**
	 * One write transaction, alone of its kind at a time. Do nothing slow inside: no fetch, no hashing of passwords.
	 * Never open another `transaction` or use `writer` inside: it would wait for itself.
	 */
	transaction<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
	/** Reads that see one state of the database, whatever is written meanwhile. */
	snapshot<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

/** A database address that cannot be used. `code` names the sentence (`database_url_<code>`). */
export class DatabaseUrlError extends Error {
	readonly code: 'malformed' | 'unsupported' | 'unopenable';
	constructor(code: DatabaseUrlError['code'], message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'DatabaseUrlError';
		this.code = code;
	}
}

/**
 * Opens the database at `sqlite:PATH` (absolute, or relative to the working directory; folders are made).
 * The schema is not touched: call `migrate` first.
 * @throws DatabaseUrlError `malformed`, `unsupported` (postgres: not yet) or `unopenable`
 */
export function openDatabase(url: string): ServerDatabase {
	if (/^postgres(ql)?:/i.test(url)) {
		throw new DatabaseUrlError('unsupported', 'PostgreSQL is not available yet: use sqlite:PATH');
	}
	const path = /^sqlite:(.+)$/s.exec(url)?.[1]?.trim();
	if (!path || path.includes('\u0000') || path.startsWith(':')) {
		throw new DatabaseUrlError('malformed', 'DATABASE_URL must be sqlite:PATH');
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
		snapshot: (work) => reader.transaction().execute(work),
		close: async () => {
			await reader.destroy();
			await writer.destroy();
		}
	};
}
