/** Work that is parked because a backup has its record in another county: what the phone keeps of that record, and shows later. */
import { expect, it } from 'vitest';
import { judgeParked } from '#lib/server/sync/watch-parked.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { body, type Deployment, newId, OTHER_REGION } from './deployment.ts';
import { phoneOf } from './phone-of.ts';
import { backUp, eachPutBackTown, later, saveChanged } from './put-back.ts';

let town: Deployment;
eachPutBackTown((opened) => void (town = opened));

async function sync(phone: TestPhone): Promise<void> {
	phone.clock.set(later().getTime());
	await phone.sync();
}

it('keeps its words and nothing of how the record stood, and is laid over it when it is back', async () => {
	const right = { id: `g-${newId()}`, account_id: 'vol', role: 'VOL', region: OTHER_REGION, team: 'T1' };
	await town.database.transaction((trx) =>
		trx
			.insertInto('grant_right')
			.values({ ...right, valid_from: '1970-01-01T00:00:00.000Z', valid_to: null, rev: 1, ended_rev: null })
			.execute()
	);
	const id = newId();
	const first = body({ situation: '第一稿' });
	const lead = await phoneOf(town, 'lead', 'lead');
	await town.act('vol', 'create', id, 0, first);
	await town.act('vol', 'amend', id, 1, { ...first, region: OTHER_REGION, team: 'T2' });
	const putBack = await backUp();
	const back = town.operation('amend', id, 2, { ...first, situation: '移回来时改的' });
	await town.send('vol', [back]);
	await sync(lead);
	await saveChanged(lead, id, { remark: '领队改的' });
	await sync(lead);
	expect(await town.bodyOf(id)).toMatchObject({ situation: '移回来时改的', remark: '领队改的' });

	await putBack();
	await sync(lead);
	expect(await lead.record(id)).toMatchObject({
		...{ base: null, stage: 'parked' },
		body: { remark: '领队改的' }
	});

	await town.send('vol', [back]);
	await town.act('vol', 'amend', id, 3, { ...first, situation: '此后又改的' });
	await sync(lead);
	expect(await lead.record(id)).toMatchObject({
		...{ base: { rev: 4 }, stage: 'parked' },
		body: { situation: '此后又改的', remark: '领队改的' }
	});
	await judgeParked(town.database, () => town.now, 'later');
	await sync(lead);
	expect(await town.bodyOf(id)).toMatchObject({ situation: '此后又改的', remark: '领队改的' });
	expect(await lead.record(id)).toMatchObject({ base: { rev: 5 }, stage: 'on-server' });
});
