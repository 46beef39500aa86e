/** A transaction of which the database heard nothing for too long: it gave it up, and the same may be done again. */
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isOutage } from '#lib/server/database/is-outage.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { openDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { CutProxy } from '#tests/e2e/harness/cut-proxy.ts';

let mine: TestDatabase;
let proxy: CutProxy;
beforeEach(async () => {
	mine = await openTestDatabase();
	await migrate(mine.database);
	proxy = await CutProxy.to(mine.url);
});
afterEach(async () => {
	await proxy.close();
	await mine.remove();
});

/** The database has ended the connection of this process. */
async function isGivenUp(pid: number): Promise<void> {
	for (;;) {
		const { rows } = await sql`select 1 from pg_stat_activity where pid = ${pid}::integer`.execute(
			mine.database.reader
		);
		if (rows.length === 0) return;
	}
}

it('is an outage, and nothing of it was done', async () => {
	const away = openDatabase(proxy.url);
	const work = away.concurrently(async (trx) => {
		await sql`set local idle_in_transaction_session_timeout = 200`.execute(trx);
		const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
		await trx.updateTable('meta').set({ epoch: 7 }).execute();
		proxy.silence();
		const asked = trx.selectFrom('meta').selectAll().execute();
		await isGivenUp(rows[0]?.pid ?? 0);
		proxy.speak();
		await asked;
	});
	const error: unknown = await work.catch((caught: unknown) => caught);
	expect(error).toBeInstanceOf(Error);
	expect(isOutage(error), String(error)).toBe(true);
	expect(await mine.database.reader.selectFrom('meta').select('epoch').execute()).toEqual([{ epoch: 1 }]);
	await away.close();
});
