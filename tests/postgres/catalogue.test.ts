/**
 * Row locks, savepoints and unique keys are all that is needed: nothing else is made in the database, nor held while it is
 * made. What the server's own texts ask for is read in tests/architecture.
 */
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inTurn, migrateSchema } from '#lib/server/database/migrate.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';

let mine: TestDatabase;
beforeEach(async () => {
	mine = await openTestDatabase({ empty: true });
});
afterEach(() => mine.remove());

/** What stands in this database that is no table, index or constraint of one, and locks that are on nothing in it. */
async function strangeIn(db: Sql): Promise<string[]> {
	const { rows } = await sql<{ found: string }>`
		select 'trigger ' || tgname as found from pg_trigger where not tgisinternal
		union all select 'event trigger ' || evtname from pg_event_trigger
		union all select 'sequence ' || relname from pg_class where relkind = 'S'
		union all select 'view ' || relname from pg_class
			where relkind in ('v', 'm') and relnamespace = current_schema()::regnamespace
		union all select 'function ' || proname from pg_proc where pronamespace = current_schema()::regnamespace
		union all select 'rule ' || rulename from pg_rules where schemaname = current_schema()
		union all select 'extension ' || extname from pg_extension where extname <> 'plpgsql'
		union all select 'lock ' || locktype from pg_locks
			where locktype in ('advisory', 'userlock') and database = (select oid from pg_database where datname = current_database())
		order by found
	`.execute(db);
	return rows.map(({ found }) => found);
}

it('is migrated without anything but tables and their keys, and without a lock that is no row’s', async () => {
	const during = await inTurn(mine.database, async (trx) => {
		await migrateSchema(trx);
		return strangeIn(trx);
	});
	expect(during).toEqual([]);
	expect(await strangeIn(mine.database.reader)).toEqual([]);
	const { rows } = await sql<{ n: number }>`select count(*) as n from pg_class
		where relkind = 'r' and relnamespace = current_schema()::regnamespace`.execute(mine.database.reader);
	expect(rows[0]?.n).toBeGreaterThan(30);
});

it('would find what does not belong there', async () => {
	await sql`create table a (n bigserial)`.execute(mine.database.writer);
	await sql`create function f() returns trigger language plpgsql as 'begin return new; end'`.execute(
		mine.database.writer
	);
	await sql`create trigger t before insert on a for each row execute function f()`.execute(
		mine.database.writer
	);
	const found = await mine.database.concurrently(async (trx) => {
		await sql`select pg_advisory_xact_lock(7)`.execute(trx);
		return strangeIn(trx);
	});
	expect(found).toEqual(['function f', 'lock advisory', 'sequence a_n_seq', 'trigger t']);
});
