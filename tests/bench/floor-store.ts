import Sqlite from 'better-sqlite3';
import pg from 'pg';

/** One table of records, written with the driver alone. */
export interface FloorStore {
	insert(batch: string, records: readonly { readonly id: string }[]): Promise<void>;
	bodies(batch: string): Promise<string[]>;
	/** One look-up by key, as an exchange with nothing to say needs. */
	head(): Promise<number>;
}

const TABLES = `
	create table record (id text primary key, batch text not null, body text not null);
	create index record_batch on record (batch);
	create table head (scope text primary key, head integer not null);
	insert into head values ('one', 1);
`;
const ROWS = 500;

export function openFloorStore(url: string): Promise<FloorStore> {
	return url.startsWith('sqlite:') ? sqliteStore(url.slice('sqlite:'.length)) : postgresStore(url);
}

/** As durable as the product's: synced to disk at the commit. */
async function sqliteStore(path: string): Promise<FloorStore> {
	const db = new Sqlite(path);
	db.pragma('journal_mode = WAL');
	db.pragma('synchronous = FULL');
	db.exec(TABLES);
	const insert = db.prepare('insert into record (id, batch, body) values (?, ?, ?)');
	const bodies = db.prepare('select body from record where batch = ?').pluck();
	const head = db.prepare("select head from head where scope = 'one'").pluck();
	const insertAll = db.transaction((batch: string, records: readonly { readonly id: string }[]) => {
		for (const record of records) insert.run(record.id, batch, JSON.stringify(record));
	});
	return {
		insert: async (batch, records) => insertAll(batch, records),
		bodies: async (batch) => bodies.all(batch) as string[],
		head: async () => head.get() as number
	};
}

async function postgresStore(url: string): Promise<FloorStore> {
	const pool = new pg.Pool({ connectionString: url });
	await pool.query(TABLES);
	return {
		async insert(batch, records) {
			const client = await pool.connect();
			try {
				await client.query('begin');
				for (let from = 0; from < records.length; from += ROWS) {
					const part = records.slice(from, from + ROWS);
					const places = part.map((_, at) => `($${at * 3 + 1}, $${at * 3 + 2}, $${at * 3 + 3})`).join(', ');
					const values = part.flatMap((record) => [record.id, batch, JSON.stringify(record)]);
					await client.query(`insert into record (id, batch, body) values ${places}`, values);
				}
				await client.query('commit');
			} finally {
				client.release();
			}
		},
		async bodies(batch) {
			const { rows } = await pool.query<{ body: string }>('select body from record where batch = $1', [
				batch
			]);
			return rows.map((row) => row.body);
		},
		async head() {
			const { rows } = await pool.query<{ head: number }>("select head from head where scope = 'one'");
			return rows[0]?.head ?? 0;
		}
	};
}
