/** Revision numbers that a phone was told before a restore, in what it saves after it: they are numbers of another count. */
import { beforeEach, expect, it } from 'vitest';
import { judgeParked } from '#lib/server/sync/watch-parked.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { body, type Deployment, newId, OTHER_REGION } from './deployment.ts';
import { phoneOf } from './phone-of.ts';
import { backUp, eachPutBackTown, later, saveChanged } from './put-back.ts';

let town: Deployment;
eachPutBackTown((opened) => void (town = opened));

const elsewhere = { region: OTHER_REGION, team: 'T2' };
beforeEach(() =>
	town.database.transaction(async (trx) => {
		const right = { id: `g-${newId()}`, account_id: 'vol', role: 'VOL', region: OTHER_REGION, team: 'T1' };
		const times = { valid_from: '1970-01-01T00:00:00.000Z', valid_to: null };
		await trx
			.insertInto('grant_right')
			.values({ ...right, ...times, rev: 1, ended_rev: null })
			.execute();
	})
);

async function sync(phone: TestPhone): Promise<void> {
	phone.clock.set(later().getTime());
	await phone.sync();
}

async function change(phone: TestPhone, id: string, changes: object): Promise<void> {
	phone.clock.set(later().getTime());
	await saveChanged(phone, id, changes);
}

const conflicts = () => town.database.reader.selectFrom('conflict').select('fields').execute();

it('of a record that the backup has elsewhere: nothing of others is put back', async () => {
	const id = newId();
	const first = body({ situation: '第一稿', remark: '' });
	const lead = await phoneOf(town, 'lead', 'lead');
	await town.act('vol', 'create', id, 0, first);
	await town.act('vol', 'amend', id, 1, { ...first, ...elsewhere });
	const putBack = await backUp();
	await town.act('vol', 'amend', id, 2, first);
	await sync(lead);
	await change(lead, id, { remark: '领队一' });
	await sync(lead);
	expect(await town.row(id)).toMatchObject({ rev: 4 });

	await putBack();
	await sync(lead);
	expect(await lead.record(id)).toMatchObject({ base: null, stage: 'parked' });
	await change(lead, id, { remark: '领队二' });
	await town.act('vol', 'amend', id, 2, { ...first, ...elsewhere, situation: '恢复后改的' });
	await town.act('vol', 'amend', id, 3, { ...first, situation: '恢复后改的' });
	await sync(lead);
	await judgeParked(town.database, () => town.now, 'later');
	expect(await conflicts()).toEqual([]);
	expect(await town.bodyOf(id)).toMatchObject({ situation: '恢复后改的', remark: '领队二' });
});

it.each([
	['after it left with the sweep', true],
	['where it had left before', false]
])('of a record that the restore took, %s: nothing of others is put back', async (_, isSwept) => {
	const putBack = await backUp();
	const id = newId();
	const first = body({ situation: '第一稿', remark: '' });
	const create = town.operation('create', id, 0, first);
	await town.send('vol', [create]);
	await town.addDevice('vol', 'vol2');
	for (const [rev, peopleMet] of [8, 9].entries())
		await town.send('vol', [town.operation('amend', id, rev + 1, { ...first, peopleMet })], {
			device: 'vol2'
		});
	const lead = await phoneOf(town, 'lead', 'lead');
	await sync(lead);
	await change(lead, id, { remark: '领队一' });
	expect((await lead.record(id))?.base?.rev).toBe(3);
	if (!isSwept) {
		// As it stands where the record left all scopes while the work waited.
		await lead.databases.pulls.run((database) =>
			database.transaction('rw', database.records.tables, async () => {
				const row = await database.records.get(id);
				if (row) await database.records.put([{ ...row, memberships: {} }]);
			})
		);
	}

	await putBack();
	await sync(lead);
	expect(await lead.record(id)).toMatchObject({ stage: 'parked' });
	await change(lead, id, { remark: '领队二' });
	await sync(lead);
	await town.send('vol', [create]);
	await town.act('vol', 'amend', id, 1, { ...first, situation: '恢复后改的' });
	await town.act('vol', 'amend', id, 2, { ...first, situation: '恢复后又改的' });
	await judgeParked(town.database, () => town.now, 'later');
	expect(await conflicts()).toEqual([]);
	expect(await town.bodyOf(id)).toMatchObject({ situation: '恢复后又改的', remark: '领队二' });
});
