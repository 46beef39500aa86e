import { describe, expect, it } from 'vitest';
import { recordKinds } from '#lib/records/index.ts';
import { requestSample } from '#lib/records/request/sample.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import { newId, REGION, type Deployment } from './deployment.ts';

const REVIEWED = ['visit', 'session', 'handout'];

/** Every kind of the registry through the same push and pull, and rows that hang on another record. */
export function kindsContract(town: () => Deployment): void {
	describe('kinds', () => {
		it.each(recordKinds.map(({ kind }) => kind))(
			'takes a %s, once, and shows it to its recorder',
			async (name) => {
				const kind = recordKinds.find((one) => one.kind === name);
				const parent = kind?.parentKind ? await town().record(kind.parentKind) : null;
				const above = parent === null ? {} : { [`${kind?.parentKind}Id`]: parent };
				const place = name === 'movement' ? { from: 'team:T1', to: 'team:T2' } : {};
				const content = { ...(kind?.sample as object), team: 'T1', region: REGION, ...place, ...above };
				const id = kind?.merging?.idOf(content as never) ?? newId();
				const operation = town().operation('create', id, 0, content, { kind: name });
				const [verdict] = await town().send('vol', [operation]);
				expect(verdict).toMatchObject({ outcome: 'applied', rev: 1 });
				expect(verdict?.no === null).toBe(kind?.numberPrefix === null);
				expect((await town().send('vol', [operation]))[0]).toEqual(verdict);
				expect(await town().row(id)).toMatchObject({
					kind: name,
					state: REVIEWED.includes(name) ? 'pending' : null,
					parent
				});
				const { pages } = await town().pull('vol');
				const shown = pages.find((page) => page.scope === 'user:vol')?.rows.find((row) => row.id === id);
				expect(shown).toMatchObject({ kind: name, body: { body: { ...content, imported: false } } });
			}
		);

		it('keeps a request apart from its visit: open after the approval, gone from the area when closed', async () => {
			const visit = await town().visit();
			const id = newId();
			const content = { ...requestSample, visitId: visit, team: 'T1' };
			const request = { kind: 'request' };
			await town().act('vol', 'create', id, 0, content, request);
			await town().act('rev', 'approve', visit, 1);
			const followed = { ...content, handling: '已联系' };
			expect((await town().act('vol', 'amend', id, 1, followed, request)).outcome).toBe('applied');
			const inArea = async () =>
				(await town().pull('rev')).pages
					.find((page) => page.scope === `area:${REGION}`)
					?.rows.map((row) => row.id);
			expect(await inArea()).toEqual([id]);
			const closed = { ...followed, status: 'DONE', result: '已办结', closedOn: '2025-07-09' };
			const verdict = await town().act('rev', 'amend', id, 2, closed, request);
			expect(verdict).toMatchObject({ outcome: 'applied', rev: 3 });
			expect(await inArea()).toEqual([]);
			expect((await town().act('rev', 'approve', id, 3, {}, request)).refusal).toBe('wrong-state');
		});

		it('takes a request with its visit in one push, and refuses one whose visit is not here', async () => {
			const [visit, refusedVisit] = [newId(), newId()];
			const request = (visitId: string) =>
				town().operation(
					'create',
					newId(),
					0,
					{ ...requestSample, visitId, team: 'T1' },
					{ kind: 'request' }
				);
			const sample = recordKinds.find(({ kind }) => kind === 'visit')?.sample as object;
			const [toUnknown, toRefused] = [request(newId()), request(refusedVisit)];
			const verdicts = await town().send('vol', [
				town().operation('create', visit, 0, { ...sample, team: 'T1' }),
				request(visit),
				toUnknown,
				town().operation('create', refusedVisit, 0, { ...sample, team: 'T1', date: '2031-01-01' }),
				toRefused
			]);
			expect(verdicts.map((one) => one.refusal ?? one.outcome)).toEqual([
				'applied',
				'applied',
				'no-such-parent',
				'future-date',
				'no-such-parent'
			]);
			expect(await town().custody(toUnknown.opId)).toMatchObject({ outcome: 'rejected' });
			// Put right, the visit goes first and its request, saved again, after it.
			const again = await town().send('vol', [
				town().operation('create', refusedVisit, 0, { ...sample, team: 'T1' }),
				{ ...toRefused, opId: newId(), n: toRefused.n + 100 }
			]);
			expect(again.map((one) => one.outcome)).toEqual(['applied', 'applied']);
			const [onHandout] = await town().send('vol', [request((await handout()) ?? '')]);
			expect(onHandout).toMatchObject({ outcome: 'rejected', refusal: 'no-such-parent' });
		});

		it('lets a request wait with its visit, in one push and in two, and moves none to nowhere', async () => {
			const visit = newId();
			const request = { ...requestSample, team: 'T1' };
			const asRequest = { kind: 'request' };
			const sample = recordKinds.find(({ kind }) => kind === 'visit')?.sample as object;
			const raise = (visitId: string) =>
				town().operation('create', newId(), 0, { ...request, visitId }, asRequest);
			const together = await town().send('vol', [
				town().operation('create', visit, 0, { ...sample, team: 'T1' }, { schema: 99 }),
				raise(visit)
			]);
			const later = await town().send('vol', [raise(visit)]);
			expect([...together, ...later].map((one) => [one.outcome, one.refusal])).toEqual([
				['parked', 'newer-schema'],
				['parked', 'no-such-parent'],
				['parked', 'no-such-parent']
			]);
			const [id, standing] = [newId(), await town().visit()];
			await town().act('vol', 'create', id, 0, { ...request, visitId: standing }, asRequest);
			const moved = await town().act('vol', 'amend', id, 1, { ...request, visitId: newId() }, asRequest);
			expect(moved).toMatchObject({ outcome: 'rejected', refusal: 'no-such-parent' });
		});

		it('reads a region by its old code as the present one', async () => {
			await town().database.transaction((trx) =>
				writeReference(trx, [
					{
						kind: 'region',
						code: REGION,
						body: { code: REGION, zh: '', en: '', level: 'county', oldCodes: ['361099'], parent: '361000' }
					}
				])
			);
			const id = await town().visit('vol', { region: '361099' });
			expect(await town().row(id)).toMatchObject({ region: REGION, no: `ZF-${REGION}-2025-000001` });
			expect(await town().bodyOf(id)).toMatchObject({ region: REGION });
			const raw = (
				await town()
					.database.reader.selectFrom('operation')
					.select('raw')
					.where('record_id', '=', id)
					.executeTakeFirstOrThrow()
			).raw;
			expect(JSON.parse(raw)).toMatchObject({ body: { region: '361099' } });
			const unknown = await town().act('vol', 'create', newId(), 0, { ...requestSample, region: '361098' });
			expect(unknown.outcome).toBe('rejected');
		});

		async function handout(): Promise<string | undefined> {
			const id = newId();
			const sample = recordKinds.find(({ kind }) => kind === 'handout')?.sample as object;
			const verdict = await town().act(
				'vol',
				'create',
				id,
				0,
				{ ...sample, team: 'T1' },
				{ kind: 'handout' }
			);
			return verdict.outcome === 'applied' ? id : undefined;
		}
	});
}
