import { describe, expect, it } from 'vitest';
import { body, type Deployment, newId } from './deployment.ts';

/** Who may record, and for how long work outlives its right. */
export function rightsContract(town: () => Deployment): void {
	describe('rights', () => {
		it('lets nobody record in another region, nor an auditor anywhere', async () => {
			const far = await town().act('far', 'create', newId(), 0, body());
			expect(far).toMatchObject({ outcome: 'rejected', refusal: 'wrong-region' });
			const audit = await town().act('audit', 'create', newId(), 0, body());
			expect(audit).toMatchObject({ outcome: 'rejected', refusal: 'not-permitted' });
		});

		it('accepts for 30 days what was written while the right stood, then parks it', async () => {
			await town().pull('vol');
			await endRight('2025-07-10T00:00:00.000Z');
			const operations = [1, 2, 3].map(() => town().operation('create', newId(), 0, body()));
			town().now = new Date('2025-08-08T00:00:00.000Z');
			expect((await town().send('vol', [operations[0]]))[0]?.outcome).toBe('applied');
			const late = town().operation('create', newId(), 0, body());
			expect((await town().send('vol', [late], { grantsRev: 2 }))[0]?.refusal).toBe('not-permitted');
			town().now = new Date('2025-08-10T00:00:00.000Z');
			expect((await town().send('vol', [operations[1]]))[0]).toMatchObject({
				outcome: 'parked',
				refusal: 'right-ended'
			});
			// What was written on it waits with it, in the same push and in a later one.
			const { recordId } = operations[2] ?? { recordId: '' };
			const amends = [1, 2].map((at) =>
				town().operation('amend', recordId, 0, { ...(operations[2]?.body as object), remark: `第${at}次` })
			);
			const together = await town().send('vol', [operations[2], amends[0]]);
			const later = await town().send('vol', [amends[1]]);
			expect([...together, ...later].map((one) => `${one.outcome} ${one.refusal}`)).toEqual([
				'parked right-ended',
				'parked no-such-record',
				'parked no-such-record'
			]);
			// The right is given again: all of it is judged anew when it is given to push once more.
			await town().database.transaction((trx) =>
				trx.updateTable('grant_right').set({ valid_to: null }).where('account_id', '=', 'vol').execute()
			);
			const settled = await town().send('vol', [...operations, ...amends]);
			expect(settled.map((one) => one.outcome)).toEqual(Array.from({ length: 5 }, () => 'applied'));
			expect(await town().bodyOf(recordId)).toMatchObject({ remark: '第2次' });
		});

		it('accepts what was written under a right whose end was set before the phone was enrolled', async () => {
			await endRight('2025-07-15T00:00:00.000Z');
			await town().pull('vol');
			town().now = new Date('2025-07-14T02:00:00.000Z');
			const [before, fresh] = [1, 2].map(() => town().operation('create', newId(), 0, body()));
			town().now = new Date('2025-07-16T02:00:00.000Z');
			const after = town().operation('create', newId(), 0, body());
			town().now = new Date('2025-07-20T02:00:00.000Z');
			// The revision that it names told it of the end as well: it does not make later work any earlier.
			const sent = await town().send('vol', [before, after], { grantsRev: 2 });
			expect(sent.map((one) => one.refusal ?? one.outcome)).toEqual(['applied', 'not-permitted']);
			// A phone that was enrolled when it was over was never told that it stood.
			await town().addDevice('vol', 'late');
			await town().pull('vol', [], [], 'late');
			const [late] = await town().send('vol', [fresh], { device: 'late', grantsRev: 2 });
			expect(late).toMatchObject({ outcome: 'rejected', refusal: 'not-permitted' });
		});

		it('does not take a phone’s word for a right it was never told of', async () => {
			await endRight('2025-07-09T00:00:00.000Z');
			const verdict = await town().act('vol', 'create', newId(), 0, body());
			expect(verdict).toMatchObject({ outcome: 'rejected', refusal: 'not-permitted' });
		});

		it('takes the work of a revoked phone, shows it nothing', async () => {
			await town().visit();
			const { pages } = await town().pull('vol');
			const before = town().operation('create', newId(), 0, body());
			town().now = new Date('2025-07-09T05:00:00.000Z');
			await town().database.transaction((trx) =>
				trx
					.updateTable('device')
					.set({ revoked_at: town().now.toISOString() })
					.where('id', '=', town().device('vol'))
					.execute()
			);
			town().now = new Date('2025-07-09T06:00:00.000Z');
			const after = town().operation('create', newId(), 0, body());
			const verdicts = await town().send('vol', [before, after]);
			expect(verdicts.map((one) => one.refusal ?? one.outcome)).toEqual(['applied', 'device-revoked']);
			const answer = await town().pull(
				'vol',
				pages.map(({ scope, gen, to }) => ({ scope, gen, seq: to })),
				[before.opId]
			);
			expect(answer).toMatchObject({ revoked: true, pages: [], grants: [] });
			expect(answer.drop).toEqual(['ref', 'user:vol']);
			expect(answer.verdicts[0]).toEqual(verdicts[0]);
		});

		async function endRight(at: string): Promise<void> {
			await town().database.transaction(async (trx) => {
				await trx.updateTable('meta').set({ grants_rev: 2 }).execute();
				await trx
					.updateTable('grant_right')
					.set({ valid_to: at, ended_rev: 2 })
					.where('account_id', '=', 'vol')
					.execute();
			});
		}
	});
}
