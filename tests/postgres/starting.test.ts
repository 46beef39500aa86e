/** Several processes that start at once, and how texts are kept and sorted. */
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '#lib/server/database/migrate.ts';
import { openDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';

let mine: TestDatabase;
beforeEach(async () => {
	mine = await openTestDatabase({ empty: true });
});
afterEach(() => mine.remove());

it('eight that start at once on an empty database make one schema and one identity', async () => {
	const starting = Array.from({ length: 8 }, () => openDatabase(mine.url));
	await Promise.all(starting.map((one) => migrate(one)));
	const identities = await Promise.all(
		starting.map((one) => one.reader.selectFrom('meta').select('server_id').execute())
	);
	expect(identities.flat()).toHaveLength(8);
	expect(new Set(identities.flat().map((row) => row.server_id)).size).toBe(1);
	await Promise.all(starting.map((one) => one.close()));
});

it('texts stand in the order of their bytes in every column, as in SQLite', async () => {
	await migrate(mine.database);
	const { reader } = mine.database;
	const columns = await sql<{ place: string; order: string | null }>`
		select table_name || '.' || column_name as place, collation_name as order
		from information_schema.columns where table_schema = 'public' and data_type = 'text'
	`.execute(reader);
	expect(columns.rows.length).toBeGreaterThan(100);
	expect(columns.rows.filter(({ order }) => order !== 'C')).toEqual([]);
	const words = ['a', 'B', '中', 'Z', 'é', '\u{20BB7}'];
	for (const [at, code] of words.entries()) {
		await mine.database.transaction((trx) =>
			trx.insertInto('supply_price').values({ supply: code, price_fen: at }).execute()
		);
	}
	const rows = await reader.selectFrom('supply_price').select('supply').orderBy('supply').execute();
	expect(rows.map((row) => row.supply)).toEqual(['B', 'Z', 'a', 'é', '中', '\u{20BB7}']);
});

it('a text with U+0000, which PostgreSQL cannot hold, is kept and found again', async () => {
	await migrate(mine.database);
	await mine.database.transaction((trx) =>
		trx.insertInto('supply_price').values({ supply: 'a\u0000b', price_fen: 1 }).execute()
	);
	const found = mine.database.reader.selectFrom('supply_price').where('supply', '=', 'a\u0000b');
	expect(await found.select('supply').execute()).toEqual([{ supply: 'a\ufffdb' }]);
});

it('a connection that is cut between two statements fails its transaction and nothing else', async () => {
	await migrate(mine.database);
	const cut = mine.database.concurrently(async (trx) => {
		const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
		await trx.updateTable('meta').set({ epoch: 7 }).execute();
		await sql`select pg_terminate_backend(${rows[0]?.pid}::integer)`.execute(mine.database.reader);
		await new Promise((wake) => setTimeout(wake, 50));
		await trx.selectFrom('meta').selectAll().execute();
	});
	await expect(cut).rejects.toThrow();
	expect(await mine.database.reader.selectFrom('meta').select('epoch').execute()).toEqual([{ epoch: 1 }]);
});

it('what writes alone waits for the one before, and sees what it wrote', async () => {
	await migrate(mine.database);
	const other = openDatabase(mine.url);
	const raise = (database: typeof other) =>
		database.transaction(async (trx) => {
			const { epoch } = await trx.selectFrom('meta').select('epoch').executeTakeFirstOrThrow();
			await trx
				.updateTable('meta')
				.set({ epoch: epoch + 1 })
				.execute();
		});
	await Promise.all(Array.from({ length: 20 }, (_, at) => raise(at % 2 === 0 ? other : mine.database)));
	expect(await other.reader.selectFrom('meta').select('epoch').execute()).toEqual([{ epoch: 21 }]);
	await other.close();
});
