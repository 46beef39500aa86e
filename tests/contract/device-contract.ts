import { describe, expect, it } from 'vitest';
import { kindOf } from '#lib/records/index.ts';
import { push } from '#lib/server/sync/push.ts';
import { body, newId, type Deployment } from './deployment.ts';

/** What the server writes down of a phone when it pushes. */
export function deviceContract(town: () => Deployment): void {
	describe('the phone that pushes', () => {
		const heartbeat = {
			unsent: { count: 7, oldest: '2025-07-08T00:00:00.000Z' },
			persistent: true,
			freeBytes: 1_000.5,
			appVersion: 'v9'
		};
		const row = async (name = 'vol') =>
			town()
				.database.reader.selectFrom('device')
				.selectAll()
				.where('id', '=', town().device(name))
				.executeTakeFirstOrThrow();
		const pushWith = (operations: readonly unknown[], deviceTime = town().now.toISOString()) =>
			push(
				town().database,
				{ account: 'vol', device: town().device('vol') },
				{ operations, grantsRev: 1, deviceTime, heartbeat },
				() => town().now
			);

		it('is known by its highest counter, whatever became of the operations', async () => {
			const operations = [3, 12, 9].map((n) => town().operation('create', newId(), 0, body(), { n }));
			await town().send('vol', operations);
			expect((await row()).last_n).toBe(12);
			await town().send('vol', [town().operation('create', newId(), 0, body(), { n: 5 })]);
			expect((await row()).last_n).toBe(12);
			await town().send('vol', [town().operation('create', newId(), 0, null, { n: 40 }), { n: 'x' }, null]);
			expect((await row()).last_n).toBe(40);
			expect((await row('mate')).last_n).toBe(0);
		});

		it('says what waits on it and what its clock shows, in the transaction of its push', async () => {
			let transactions = 0;
			const { database } = town();
			const counting = {
				...database,
				transaction: ((work) => {
					transactions++;
					return database.transaction(work);
				}) as typeof database.transaction,
				concurrently: ((work) => {
					transactions++;
					return database.concurrently(work);
				}) as typeof database.concurrently
			};
			const verdicts = await push(
				counting,
				{ account: 'vol', device: town().device('vol') },
				{
					operations: [town().operation('create', newId(), 0, body())],
					grantsRev: 1,
					deviceTime: new Date(town().now.getTime() + 60_000).toISOString(),
					heartbeat
				},
				() => town().now
			);
			expect(verdicts[0]?.outcome).toBe('applied');
			expect(transactions).toBe(1);
			expect(await row()).toMatchObject({
				unsent_count: 7,
				unsent_oldest: heartbeat.unsent.oldest,
				persistent: 1,
				free_bytes: 1_000,
				app_version: 'v9',
				skew_ms: 60_000,
				last_seen_at: town().now.toISOString()
			});
		});

		it('is heard without operations, and when all of them are known already', async () => {
			const operation = town().operation('create', newId(), 0, body());
			await town().send('vol', [operation]);
			expect((await row()).unsent_count).toBe(0);
			await pushWith([operation]);
			expect((await row()).unsent_count).toBe(7);
			town().now = new Date('2025-07-09T09:00:00.000Z');
			await pushWith([]);
			expect((await row()).last_seen_at).toBe('2025-07-09T09:00:00.000Z');
		});

		it('leaves no trace of a push that the database could not take', async () => {
			const visit = kindOf('visit');
			if (!visit) throw new Error('no kind');
			const busy = () => {
				throw Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' });
			};
			const verdicts = await push(
				town().database,
				{ account: 'vol', device: town().device('vol') },
				{
					operations: [town().operation('create', newId(), 0, body())],
					grantsRev: 1,
					deviceTime: town().now.toISOString(),
					heartbeat
				},
				() => town().now,
				{ kindOf: () => ({ ...visit, measures: busy }) }
			);
			expect(verdicts.map((one) => one.outcome)).toEqual(['retry']);
			expect(await row()).toMatchObject({ unsent_count: 0, last_n: 0 });
		});
	});
}
