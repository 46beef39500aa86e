/** Refused work that is corrected after others have changed its record: nothing of theirs is put back. */
import { expect, it } from 'vitest';
import { startFromDraft } from '#field/form-start.ts';
import { correctAttention } from '#lib/storage/attention.ts';
import { getDraft } from '#lib/storage/drafts.ts';
import { readExchange } from '#lib/storage/read-start.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { body, type Deployment, newId, OTHER_REGION, REGION } from './deployment.ts';
import { phoneOf } from './phone-of.ts';
import { backUp, eachPutBackTown, later } from './put-back.ts';

let town: Deployment;
eachPutBackTown((opened) => void (town = opened));

const first = body({ situation: '第一稿', remark: '', peopleMet: 3 });

async function write(phone: TestPhone, recordId: string, change: object): Promise<void> {
	phone.clock.set(later().getTime());
	const record = await phone.record(recordId);
	await phone.save('visit', { ...(record?.body as object), ...change }, { recordId, opId: newId() });
}

async function takeUp(phone: TestPhone): Promise<void> {
	const [refused] = await phone.databases.saves.run((database) => database.attention.toArray());
	await correctAttention(phone.databases, refused?.opId ?? '', town.now.toISOString());
}

/** As its form opens a kept draft and saves it. */
async function correct(phone: TestPhone, recordId: string, change: object): Promise<void> {
	const kept = await getDraft(phone.databases, 'visit', recordId);
	if (!kept) throw new Error('no draft');
	const start = startFromDraft(kept);
	const now = await readExchange(phone.databases);
	const seen = { body: start.before, baseRev: start.baseRev, epoch: start.epoch ?? now.epoch };
	phone.clock.set(later().getTime());
	await phone.save('visit', { ...(start.body as object), ...change }, { recordId, opId: newId(), seen });
}

const conflicts = () => town.database.reader.selectFrom('conflict').select('fields').execute();

it('keeps what a colleague wrote after it', async () => {
	const id = newId();
	await town.act('vol', 'create', id, 0, first);
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	await write(phone, id, { situation: '第二稿', region: OTHER_REGION });
	await town.act('vol', 'amend', id, 1, { ...first, remark: '队员改的' });
	await phone.sync();
	await takeUp(phone);
	await correct(phone, id, { region: REGION });
	// On the phone at once as the server will have it.
	expect((await phone.record(id))?.body).toMatchObject({ situation: '第二稿', remark: '队员改的' });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第二稿', remark: '队员改的' });
	expect([await conflicts(), (await phone.store.counts()).attention]).toEqual([[], 0]);
});

it('asks a coordinator where both wrote in one field', async () => {
	const id = newId();
	await town.act('vol', 'create', id, 0, first);
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	await write(phone, id, { situation: '第二稿', region: OTHER_REGION });
	await town.act('vol', 'amend', id, 1, { ...first, situation: '队员第二稿' });
	await phone.sync();
	await takeUp(phone);
	await correct(phone, id, { region: REGION });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '队员第二稿' });
	expect(await conflicts()).toMatchObject([{ fields: expect.stringContaining('第二稿') as string }]);
});

it('keeps what its own person wrote after it', async () => {
	const id = newId();
	await town.act('vol', 'create', id, 0, first);
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	await write(phone, id, { situation: '第二稿', region: OTHER_REGION });
	await write(phone, id, { remark: '后来写的', region: REGION });
	await phone.sync();
	expect(await phone.store.counts()).toMatchObject({ waiting: 0, attention: 1 });
	await takeUp(phone);
	await correct(phone, id, { region: REGION, peopleMet: 9 });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第二稿', remark: '后来写的', peopleMet: 9 });
	expect(await conflicts()).toEqual([]);
});

it.each(['before', 'after'])('nor after a restore, taken up %s it', async (when) => {
	const id = newId();
	await town.act('vol', 'create', id, 0, first);
	const putBack = await backUp();
	await town.act('vol', 'amend', id, 1, { ...first, peopleMet: 9 });
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	await write(phone, id, { situation: '第二稿', region: OTHER_REGION });
	await phone.sync();
	if (when === 'before') await takeUp(phone);

	await putBack();
	await town.act('vol', 'amend', id, 1, { ...first, remark: '队员改的' });
	await phone.sync();
	if (when === 'after') await takeUp(phone);
	await correct(phone, id, { region: REGION });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第二稿', remark: '队员改的', peopleMet: 9 });
	expect([await conflicts(), (await phone.store.counts()).attention]).toEqual([[], 0]);
});
