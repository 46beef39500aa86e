import { describe, expect, it } from 'vitest';
import { kindOf } from '#lib/records/index.ts';
import { newId, REGION, type Deployment } from './deployment.ts';

const PERSON = { id: '0197e6a0-0000-7000-8000-000000000031', name: '李示安', proxy: null };
const PERSON_TODAY = {
	...PERSON,
	...{ organisation: null, organisationText: '', category: null, phone: '', portions: null, remark: '' },
	signature: null
};
const STATE = { kind: 'handout' };

/** A handout as version 1 of its schema knew it: of a person only the name and the proxy. */
function older(changes: Record<string, unknown> = {}): Record<string, unknown> {
	const sample = kindOf('handout')?.sample as Record<string, unknown>;
	const place = { region: REGION, team: 'T1', organisation: null, placeText: `yard ${newId()}` };
	return { ...sample, ...place, recipients: [PERSON], ...changes };
}

/** Bodies of an earlier schema: sent by a phone that is behind, or stored before the server learned the new one. */
export function versionsContract(town: () => Deployment): void {
	describe('a body of an earlier schema', () => {
		it('is taken, and seen in the form of today', async () => {
			const id = newId();
			const verdict = await town().act('vol', 'create', id, 0, older(), { ...STATE, schema: 1 });
			expect(verdict).toMatchObject({ outcome: 'applied' });
			const row = await town().row(id);
			expect(row?.schema).toBe(kindOf('handout')?.version);
			expect(JSON.parse(row?.body ?? '')).toMatchObject({ recipients: [PERSON_TODAY] });
		});

		it('is amended by either version, and only what was changed is a change', async () => {
			const id = newId();
			const begun = older();
			await town().act('vol', 'create', id, 0, begun, { ...STATE, schema: 1 });
			// As a server of the earlier version left it.
			const stored = JSON.stringify({
				...JSON.parse((await town().row(id))?.body ?? ''),
				recipients: [PERSON]
			});
			await town().database.transaction(async (trx) => {
				await trx.updateTable('record').set({ schema: 1, body: stored }).where('id', '=', id).execute();
				await trx.updateTable('record_revision').set({ body: stored }).where('record_id', '=', id).execute();
			});
			const today = { ...begun, recipients: [PERSON_TODAY] };
			const changed = { ...today, remark: '由值班员代收' };
			const renamed = { ...today, recipients: [{ ...PERSON_TODAY, category: 'RC04' }] };
			const first = await town().act('lead', 'amend', id, 1, renamed, { ...STATE, schema: 3 });
			const second = await town().act('vol', 'amend', id, 1, changed, { ...STATE, schema: 3 });
			// An app of before cannot read the other's revision, nor has it seen it.
			const third = await town().act(
				'vol',
				'amend',
				id,
				1,
				{ ...begun, remark: '由值班员代收', personTimes: 25 },
				{ ...STATE, schema: 1 }
			);
			expect([first.outcome, second.outcome, third.outcome]).toEqual(['applied', 'merged', 'merged']);
			const history = await town()
				.database.reader.selectFrom('record_revision')
				.select('changes')
				.where('record_id', '=', id)
				.orderBy('rev')
				.execute();
			const fields = history.map(({ changes }) =>
				(JSON.parse(changes) as { field: string }[]).map(({ field }) => field)
			);
			expect(fields.slice(1)).toEqual([[`recipients.${PERSON.id}.category`], ['remark'], ['personTimes']]);
			expect(JSON.parse((await town().row(id))?.body ?? '')).toMatchObject({
				remark: '由值班员代收',
				recipients: [{ ...PERSON_TODAY, category: 'RC04' }]
			});
		});
	});
}
