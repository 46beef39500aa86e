/**
 * The server's database: one in memory for a thread, filled anew for each world. Opening one for each, and preparing its
 * statements again, took a seventh of the time.
 */
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { withPreparedStatements } from '#lib/server/database/sqlite.ts';
import type { Tables } from '#lib/server/database/schema.ts';

/** All rows of all tables. */
export type Image = ReadonlyMap<string, readonly (readonly unknown[])[]>;

export class ServerDisk {
	readonly sqlite = new Sqlite(':memory:');
	readonly database: ServerDatabase;
	readonly #prepared = new Map<string, Sqlite.Statement>();

	constructor() {
		const database = withPreparedStatements(this.sqlite);
		const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
		this.sqlite.pragma('foreign_keys = ON');
		this.database = {
			engine: 'sqlite',
			writer: db,
			reader: db,
			transaction: (work) => db.transaction().execute(work),
			concurrently: (work) => db.transaction().execute(work),
			snapshot: (work) => db.transaction().execute(work),
			close: () => db.destroy()
		};
	}

	prepare(sql: string): Sqlite.Statement {
		const statement = this.#prepared.get(sql) ?? this.sqlite.prepare(sql);
		this.#prepared.set(sql, statement);
		return statement;
	}

	all<Row>(sql: string, ...values: unknown[]): Row[] {
		return this.prepare(sql).all(...values) as Row[];
	}

	read(): Image {
		const tables = this.all<{ name: string }>(
			"select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by rowid"
		);
		const rowsOf = (name: string) =>
			this.sqlite.prepare(`select * from "${name}"`).raw().all() as unknown[][];
		return new Map(tables.map(({ name }) => [name, rowsOf(name)]));
	}

	/**
	 * Exactly these rows, in this order, and no others. No pragma is set for it: each would have all statements of the thread
	 * prepared again. The tables do not refer to each other.
	 */
	fill(image: Image): void {
		if (this.sqlite.inTransaction) this.sqlite.exec('rollback');
		this.sqlite.exec('begin');
		for (const [name, rows] of image) {
			this.prepare(`delete from "${name}"`).run();
			const [first] = rows;
			if (!first) continue;
			const insert = this.prepare(`insert into "${name}" values (${first.map(() => '?').join(', ')})`);
			for (const row of rows) insert.run(...row);
		}
		this.sqlite.exec('commit');
	}
}
