import { describe, expect, it } from 'vitest';
import { body, type Deployment, newId, OTHER_REGION } from './deployment.ts';

/** Merging, conflicts, decisions, archived records. */
export function decidingContract(town: () => Deployment): void {
	describe('amending and deciding', () => {
		it('merges what two people changed in different fields', async () => {
			const content = body();
			const id = newId();
			await town().act('vol', 'create', id, 0, content);
			await town().act('vol', 'amend', id, 1, { ...content, remark: 'by the author' });
			const lead = await town().act('lead', 'amend', id, 1, { ...content, peopleMet: 31 });
			expect(lead).toMatchObject({ outcome: 'merged', rev: 3 });
			expect(lead.conflict).toBeUndefined();
			expect(await town().bodyOf(id)).toMatchObject({ remark: 'by the author', peopleMet: 31 });
		});

		it('keeps the server’s value of a field both changed until a coordinator settles it', async () => {
			const content = body();
			const id = newId();
			await town().act('vol', 'create', id, 0, content);
			await town().act('lead', 'amend', id, 1, { ...content, peopleMet: 30 });
			const own = await town().act('vol', 'amend', id, 1, { ...content, peopleMet: 40, remark: 'r' });
			expect(own).toMatchObject({ outcome: 'merged', conflict: ['peopleMet'] });
			expect(await town().bodyOf(id)).toMatchObject({ peopleMet: 30, remark: 'r' });
			const conflict = await town()
				.database.reader.selectFrom('conflict')
				.selectAll()
				.executeTakeFirstOrThrow();
			const choice = { conflictId: conflict.id, keep: { peopleMet: 'proposed' } };
			expect((await town().act('vol', 'settle', id, 3, choice)).refusal).toBe('not-permitted');
			expect((await town().act('rev', 'settle', id, 3, choice)).outcome).toBe('applied');
			expect(await town().bodyOf(id)).toMatchObject({ peopleMet: 40 });
			expect((await town().row(id))?.conflicts).toBe(0);
		});

		it('takes nothing back of what a coordinator settled, by a change of a field beside it', async () => {
			const content = body();
			const id = newId();
			await town().act('vol', 'create', id, 0, content);
			await town().act('lead', 'amend', id, 1, { ...content, peopleMet: 30 });
			await town().act('vol', 'amend', id, 1, { ...content, peopleMet: 40 });
			// Saved before the phone was told what became of the one before it; then it is told, but not of this one.
			await town().act('vol', 'amend', id, 1, { ...content, peopleMet: 40, situation: 's' });
			const shown = { ...content, peopleMet: 30, situation: 's' };
			const conflict = await town()
				.database.reader.selectFrom('conflict')
				.select('id')
				.executeTakeFirstOrThrow();
			await town().act('rev', 'settle', id, 4, { conflictId: conflict.id, keep: { peopleMet: 'proposed' } });
			await town().act('vol', 'amend', id, 3, { ...shown, remark: 'r' });
			expect(await town().bodyOf(id)).toMatchObject({ peopleMet: 40, situation: 's', remark: 'r' });
		});

		it('approves nothing over an open conflict', async () => {
			const content = body();
			const id = newId();
			await town().act('vol', 'create', id, 0, content);
			await town().act('lead', 'amend', id, 1, { ...content, peopleMet: 30 });
			await town().act('vol', 'amend', id, 1, { ...content, peopleMet: 40 });
			const refused = await town().act('rev', 'approve', id, 3);
			expect(refused).toMatchObject({ outcome: 'rejected', refusal: 'conflict-open', rev: null });
			expect(await town().row(id)).toMatchObject({ state: 'pending', rev: 3 });
			const conflict = await town()
				.database.reader.selectFrom('conflict')
				.select('id')
				.executeTakeFirstOrThrow();
			await town().act('rev', 'settle', id, 3, { conflictId: conflict.id, keep: { peopleMet: 'server' } });
			expect((await town().act('rev', 'approve', id, 4)).outcome).toBe('applied');
		});

		it('lays a phone’s own unsent amendments one on the other', async () => {
			const content = body();
			const id = newId();
			const verdicts = await town().send('vol', [
				town().operation('create', id, 0, content),
				town().operation('amend', id, 0, { ...content, peopleMet: 5 }),
				town().operation('amend', id, 0, { ...content, peopleMet: 6 })
			]);
			expect(verdicts.map((one) => [one.outcome, one.rev])).toEqual([
				['applied', 1],
				['applied', 2],
				['applied', 3]
			]);
			expect(await town().bodyOf(id)).toMatchObject({ peopleMet: 6 });
		});

		it('asks once about a field that the same phone changed before it amended another', async () => {
			const content = body();
			const id = newId();
			await town().act('vol', 'create', id, 0, content);
			await town().act('lead', 'amend', id, 1, { ...content, peopleMet: 30 });
			const first = town().operation('amend', id, 1, { ...content, peopleMet: 40 });
			const later = town().operation('amend', id, 1, { ...content, peopleMet: 40, remark: 'r' });
			const verdicts = [...(await town().send('vol', [first])), ...(await town().send('vol', [later]))];
			expect(verdicts.map((one) => [one.outcome, one.conflict])).toEqual([
				['merged', ['peopleMet']],
				['merged', undefined]
			]);
			expect(await town().bodyOf(id)).toMatchObject({ peopleMet: 30, remark: 'r' });
			expect((await town().row(id))?.conflicts).toBe(1);
		});

		it('lets only author and lead amend', async () => {
			const id = await town().visit();
			const verdict = await town().act('mate', 'amend', id, 1, body());
			expect(verdict).toMatchObject({ outcome: 'rejected', refusal: 'not-author' });
		});

		it('counts the first decision and tells the second who, what and when', async () => {
			const id = await town().visit();
			expect((await town().act('rev', 'approve', id, 1)).outcome).toBe('applied');
			const second = await town().act('rev2', 'return', id, 1, { reason: 'RR01' });
			expect(second).toMatchObject({
				outcome: 'rejected',
				refusal: 'decided-already',
				decided: { by: 'rev', verb: 'approve', at: town().now.toISOString() }
			});
			const late = await town().act('vol', 'amend', id, 1, body());
			expect(late.refusal).toBe('decided-already');
		});

		it('lets nobody decide on own work, nor outside the region, nor a volunteer', async () => {
			const own = await town().visit('rev');
			expect((await town().act('rev', 'approve', own, 1)).refusal).toBe('own-record');
			expect((await town().act('vol', 'approve', own, 1)).refusal).toBe('not-permitted');
			const far = await town().visit('far', { region: OTHER_REGION });
			expect((await town().act('rev', 'approve', far, 1)).refusal).toBe('wrong-region');
			expect((await town().act('city', 'approve', far, 1)).outcome).toBe('applied');
		});

		it('asks a return for its reason, and the answer comes back as corrected', async () => {
			const content = body();
			const id = newId();
			await town().act('vol', 'create', id, 0, content);
			expect((await town().act('rev', 'return', id, 1, {})).refusal).toBe('reason-missing');
			const comments = [{ field: 'peopleMet', text: '请核对人数' }];
			await town().act('rev', 'return', id, 1, { reason: 'RR01', comments, due: '2025-07-20' });
			expect(await town().row(id)).toMatchObject({ state: 'returned', corrected: 0 });
			const { pages } = await town().pull('vol');
			const shown = pages.find((page) => page.scope === 'user:vol')?.rows[0]?.body;
			expect(shown).toMatchObject({ decision: { by: 'rev', comments, due: '2025-07-20' } });
			await town().act('vol', 'amend', id, 2, { ...content, peopleMet: 25 });
			expect(await town().row(id)).toMatchObject({ state: 'pending', corrected: 1, rev: 3 });
		});

		it('leaves a record returned over what was saved before its person could see the return', async () => {
			const content = body();
			const id = newId();
			await town().act('vol', 'create', id, 0, content);
			await town().act('rev', 'return', id, 1, { reason: 'RR01' });
			const early = await town().act('vol', 'amend', id, 1, { ...content, remark: '回来的路上补记' });
			expect(early).toMatchObject({ outcome: 'merged', rev: 3 });
			const lead = await town().act('lead', 'amend', id, 1, { ...content, situation: '队长补记' });
			expect(lead.outcome).toBe('merged');
			expect(await town().row(id)).toMatchObject({ state: 'returned', corrected: 0, rev: 4 });
			const { pages } = await town().pull('vol');
			const shown = pages.find((page) => page.scope === 'user:vol')?.rows[0]?.body;
			expect(shown).toMatchObject({ state: 'returned', decision: { by: 'rev', verb: 'return' } });
			const seen = { ...content, remark: '回来的路上补记', situation: '队长补记' };
			await town().act('vol', 'amend', id, 4, { ...seen, peopleMet: 25 });
			expect(await town().row(id)).toMatchObject({ state: 'pending', corrected: 1, rev: 5 });
			expect(await town().bodyOf(id)).toMatchObject({ ...seen, peopleMet: 25 });
		});

		it('asks for an answer to each return anew', async () => {
			const content = body();
			const id = newId();
			await town().act('vol', 'create', id, 0, content);
			await town().act('rev', 'return', id, 1, { reason: 'RR01' });
			await town().act('vol', 'amend', id, 2, { ...content, remark: 'one' });
			await town().act('rev', 'return', id, 3, { reason: 'RR01' });
			await town().act('vol', 'amend', id, 2, { ...content, remark: 'two' });
			expect(await town().row(id)).toMatchObject({ state: 'returned' });
		});

		it('changes an archived record in no way but by voiding', async () => {
			const id = await town().visit();
			await town().act('rev', 'approve', id, 1);
			expect((await town().act('rev', 'archive', id, 2)).refusal).toBe('not-permitted');
			await town().act('city', 'archive', id, 2);
			expect((await town().act('vol', 'amend', id, 3, body())).refusal).toBe('archived');
			expect((await town().act('city', 'reopen', id, 3)).refusal).toBe('archived');
			const before = await town().bodyOf(id);
			expect((await town().act('vol', 'ask-correction', id, 3, { text: '人数有误' })).outcome).toBe(
				'applied'
			);
			expect(await town().bodyOf(id)).toEqual(before);
			expect((await town().row(id))?.open_flags).toBe(1);
			expect((await town().act('city', 'void', id, 4, { reason: 'RR08' })).outcome).toBe('applied');
		});
	});
}
