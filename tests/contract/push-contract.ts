import { describe, expect, it } from 'vitest';
import { kindOf } from '#lib/records/index.ts';
import { body, type Deployment, newId, REGION } from './deployment.ts';

/** Taking operations in: custody, verdicts, refusals, parked work. */
export function pushContract(town: () => Deployment): void {
	describe('push', () => {
		it('applies an operation once, however often it comes, and gives a number', async () => {
			const id = newId();
			const operation = town().operation('create', id, 0, body());
			const [first] = await town().send('vol', [operation, operation]);
			const [again] = await town().send('vol', [structuredClone(operation)]);
			expect(first).toMatchObject({ outcome: 'applied', rev: 1, no: `ZF-${REGION}-2025-000001` });
			expect(again).toEqual(first);
			expect((await town().row(id))?.rev).toBe(1);
		});

		it('refuses an operation id that comes with another body, keeps both', async () => {
			const operation = town().operation('create', newId(), 0, body());
			await town().send('vol', [operation]);
			const [verdict] = await town().send('vol', [{ ...operation, body: body({ peopleMet: 9 }) }]);
			expect(verdict).toMatchObject({ outcome: 'rejected', refusal: 'reused-op-id' });
			const kept = await town().database.reader.selectFrom('operation').select('op_id').execute();
			expect(kept).toHaveLength(2);
			expect((await town().custody(operation.opId))?.outcome).toBe('applied');
		});

		it('keeps what it cannot read and answers the rest of fifty', async () => {
			const operations: unknown[] = Array.from({ length: 48 }, () =>
				town().operation('create', newId(), 0, body())
			);
			const poison = { ...town().operation('create', newId(), 0, null), n: 'seven' };
			operations.splice(20, 0, poison, 'no operation at all');
			const verdicts = await town().send('vol', operations);
			expect(verdicts).toHaveLength(49);
			expect(verdicts.filter((one) => one.outcome === 'applied')).toHaveLength(48);
			expect(verdicts[20]).toMatchObject({ opId: poison.opId, refusal: 'malformed' });
			const kept = await town().database.reader.selectFrom('operation').selectAll().execute();
			expect(kept).toHaveLength(50);
			expect(JSON.parse(kept.find((one) => one.op_id === poison.opId)?.raw ?? '')).toEqual(poison);
		});

		it('parks alone what fails unexpectedly, whatever its group', async () => {
			const visit = kindOf('visit');
			if (!visit) throw new Error('no kind');
			const brittle = {
				...visit,
				measures: (content: unknown) => {
					if ((content as { remark: string }).remark === 'boom') throw new Error('boom');
					return visit.measures(content);
				}
			};
			const operations = Array.from({ length: 50 }, (_, at) =>
				town().operation('create', newId(), 0, body({ remark: at === 17 ? 'boom' : '' }))
			);
			const alerts: string[] = [];
			const verdicts = await town().send('vol', operations, {
				options: { kindOf: () => brittle, alert: ({ opId }) => alerts.push(opId) }
			});
			expect(verdicts.map((one) => one.opId)).toEqual(operations.map((one) => one.opId));
			expect(verdicts[17]).toMatchObject({ outcome: 'parked', refusal: 'internal', no: null });
			expect(verdicts.filter((one) => one.outcome === 'applied')).toHaveLength(49);
			expect(new Set(verdicts.map((one) => one.no)).size).toBe(50);
			expect(alerts).toEqual([operations[17]?.opId]);
			// A server that knows better judges it again.
			const [later] = await town().send('vol', [operations[17]]);
			expect(later?.outcome).toBe('applied');
		});

		it('parks a newer schema, an unknown kind and an unknown verb', async () => {
			const verdicts = await town().send('vol', [
				town().operation('create', newId(), 0, body(), { schema: 99 }),
				town().operation('create', newId(), 0, body(), { kind: 'census' }),
				town().operation('create', newId(), 0, body(), { verb: 'bless' })
			]);
			expect(verdicts.map((one) => `${one.outcome} ${one.refusal}`)).toEqual([
				'parked newer-schema',
				'parked unknown-kind',
				'parked unknown-verb'
			]);
		});

		it('keeps SQL, script and rare characters as they are in every text field', async () => {
			const nasty = `'); DROP TABLE record;--<script>alert(1)</script>示𬭎`;
			const id = await town().visit('vol', { remark: nasty, situation: nasty, placeText: nasty });
			expect(await town().bodyOf(id)).toMatchObject({ remark: nasty, situation: nasty, placeText: nasty });
			const { pages } = await town().pull('vol');
			const shown = pages.find((page) => page.scope === 'user:vol')?.rows[0]?.body;
			expect(shown).toMatchObject({ body: { remark: nasty } });
		});

		it('refuses a name of 300 characters at its field', async () => {
			const verdict = await town().act('vol', 'create', newId(), 0, body({ visitors: ['长'.repeat(300)] }));
			expect(verdict).toMatchObject({ outcome: 'rejected', refusal: 'invalid-body' });
			expect(verdict.issues?.[0]).toMatchObject({ field: 'visitors.0', message: 'rule_too_long' });
		});

		it('refuses a year typed short at its field, and gives it no number', async () => {
			const verdict = await town().act('vol', 'create', newId(), 0, body({ date: '0025-07-09' }));
			expect(verdict).toMatchObject({ outcome: 'rejected', refusal: 'rule', no: null });
			expect(verdict.issues).toMatchObject([{ field: 'date', message: 'rule_too_early' }]);
		});

		it('refuses a future day by its own calendar and a skewed clock by none', async () => {
			const early = await town().act('vol', 'create', newId(), 0, body({ date: '2025-07-10' }));
			expect(early).toMatchObject({ outcome: 'rejected', refusal: 'future-date' });
			expect(early.issues?.[0]).toMatchObject({ code: 'R07', field: 'date' });
			const operation = town().operation('create', newId(), 0, body(), { at: '2031-01-01T00:00:00.000Z' });
			const [skewed] = await town().send('vol', [operation], { deviceTime: '2031-01-01T00:00:00.000Z' });
			expect(skewed?.outcome).toBe('applied');
			const row = await town().row(operation.recordId);
			expect(row).toMatchObject({ corrected_at: town().now.toISOString(), open_flags: 1 });
		});

		it('flags a possible duplicate and lets it through', async () => {
			const first = await town().visit('vol', { placeText: 'one yard' });
			const second = await town().visit('mate', { placeText: 'One yard' });
			const flags = await town().database.reader.selectFrom('flag').selectAll().execute();
			expect(flags.map((one) => [one.record_id, one.code])).toEqual([[second, 'R09']]);
			expect((await town().row(first))?.open_flags).toBe(0);
			const meant = { code: 'R09', field: flags[0]?.field, note: 'two visits' };
			expect((await town().act('mate', 'dismiss-flag', second, 1, meant)).refusal).toBe('not-permitted');
			expect((await town().act('rev', 'dismiss-flag', second, 1, meant)).outcome).toBe('applied');
			await town().act('mate', 'amend', second, 2, await town().bodyOf(second));
			expect(await town().row(second)).toMatchObject({ rev: 3, open_flags: 0 });
		});
	});
}
