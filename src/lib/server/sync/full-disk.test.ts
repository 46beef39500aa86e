/** What no operation is to blame for is never answered with a verdict. */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { isOutage } from '#lib/server/database/is-outage.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { body, Deployment, newId } from '#tests/contract/deployment.ts';

it('a database that can grow no more in the middle of a push: no verdict, nothing parked, and all of it goes in later', async () => {
	const { database, remove } = await openTestDatabase();
	const deployment = await Deployment.open(database);
	const operations = Array.from({ length: 200 }, () => deployment.operation('create', newId(), 0, body()));
	const alerts: string[] = [];
	const options = { alert: ({ opId }: { opId: string }) => void alerts.push(opId) };
	const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database.writer);
	const most = (pages: number) => sql`pragma max_page_count = ${sql.lit(pages)}`.execute(database.writer);

	// Full at the first page that is missing, and at some later ones: within a group, and in what follows the groups.
	for (const spare of [0, 5, 20, 60, 120]) {
		await most((rows[0]?.page_count ?? 0) + spare);
		const failure: unknown = await deployment
			.send('vol', operations, { options })
			.catch((error: unknown) => error);
		expect(failure).toMatchObject({ code: 'SQLITE_FULL' });
		expect(isOutage(failure)).toBe(true);
	}
	expect(alerts).toEqual([]);
	expect(await database.reader.selectFrom('operation').select('op_id').execute()).toEqual([]);

	await most(1_000_000);
	const verdicts = await deployment.send('vol', operations);
	expect(verdicts.map(({ outcome }) => outcome)).toEqual(operations.map(() => 'applied'));
	await remove();
});

it.each([
	['SQLite, the disk', Object.assign(new Error('x'), { code: 'SQLITE_IOERR_WRITE' })],
	['a connection refused', Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' })],
	['ended by an administrator', Object.assign(new Error('x'), { code: '57P01' })],
	['no room', Object.assign(new Error('x'), { code: '53100' })],
	['a standby took over', Object.assign(new Error('x'), { code: '25006' })],
	['broken under a statement', new Error('Connection terminated unexpectedly')],
	['used after it broke', new Error('Client has encountered a connection error and is not queryable')]
])('%s is an outage', (_what, error) => {
	expect(isOutage(error)).toBe(true);
});

it.each([
	['a key that is there', Object.assign(new Error('x'), { code: '23505' })],
	['a constraint of SQLite', Object.assign(new Error('x'), { code: 'SQLITE_CONSTRAINT' })],
	['our own mistake', new TypeError('x is undefined')],
	['no error', null]
])('%s is none', (_what, error) => {
	expect(isOutage(error)).toBe(false);
});
