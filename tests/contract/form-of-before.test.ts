/** A form that was opened before the server was put back from a backup, and saved after its phone heard of that. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { uuidV7 } from '#lib/domain/ids.ts';
import { naturalId } from '#lib/records/natural-id.ts';
import { readExchange } from '#lib/storage/read-start.ts';
import { sampleBody, type TestPhone } from '#tests/phone/test-phone.ts';
import { body, type Deployment, newId } from './deployment.ts';
import { phoneOf } from './phone-of.ts';
import { backUp, eachPutBackTown, later, phoneWithoutPulls } from './put-back.ts';

let town: Deployment;
eachPutBackTown((opened) => void (town = opened));

/** Id of a record that is made now, by the town's time. */
const idOfNow = () => uuidV7(town.now.getTime(), randomBytes(10));

/** As the app opens a form, and what it is saved with. */
async function open(phone: TestPhone, id: string) {
	const record = await phone.record(id);
	const { epoch } = await readExchange(phone.databases);
	return { body: record?.body as object, baseRev: record?.base?.rev ?? 0, epoch };
}
type Form = Awaited<ReturnType<typeof open>>;

async function save(phone: TestPhone, recordId: string, form: Form, change: object): Promise<void> {
	phone.clock.set(later().getTime());
	await phone.save('visit', { ...form.body, ...change }, { recordId, opId: newId(), seen: form });
}

/** As a coordinator has it judged again: its phone is not asked what it had heard by then. */
async function judgeAgain(phone: TestPhone): Promise<void> {
	const parked = await phone.store.unresolved(9);
	const rows = await Promise.all(parked.map((opId) => town.custody(opId)));
	await town.send(
		'lead',
		rows.map((row) => JSON.parse(row?.raw ?? '') as unknown)
	);
	await phone.sync();
}

const conflicts = () => town.database.reader.selectFrom('conflict').select('fields').execute();

it('does not overwrite what others wrote since on a revision of the same number', async () => {
	const id = newId();
	const first = body({ situation: '第一稿' });
	await town.act('vol', 'create', id, 0, first);
	const putBack = await backUp();
	await town.act('vol', 'amend', id, 1, { ...first, peopleMet: 9 });
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	const form = await open(phone, id);
	expect(form).toMatchObject({ baseRev: 2, body: { peopleMet: 9 } });

	await putBack();
	await town.act('vol', 'amend', id, 1, { ...first, remark: '队员改的' });
	await phone.sync();
	await save(phone, id, form, { situation: '第二稿' });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第二稿', remark: '队员改的', peopleMet: 9 });
	expect([await conflicts(), (await phone.store.counts()).attention]).toEqual([[], 0]);
	expect((await phone.record(id))?.body).toMatchObject({ situation: '第二稿', remark: '队员改的' });
});

it('nor on a later one; what both wrote in one field waits for a coordinator', async () => {
	const id = newId();
	const first = body({ situation: '第一稿' });
	await town.act('vol', 'create', id, 0, first);
	const putBack = await backUp();
	await town.act('vol', 'amend', id, 1, { ...first, peopleMet: 9 });
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	const form = await open(phone, id);

	await putBack();
	await town.act('vol', 'amend', id, 1, { ...first, remark: '队员改的' });
	await town.act('vol', 'amend', id, 2, { ...first, remark: '队员改的', situation: '队员第二稿' });
	await phone.sync();
	await save(phone, id, form, { situation: '第二稿' });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '队员第二稿', remark: '队员改的', peopleMet: 9 });
	expect(await conflicts()).toMatchObject([{ fields: expect.stringContaining('第二稿') as string }]);
	expect((await phone.store.counts()).attention).toBe(0);
});

it('does not put back what its own person saved in another form since', async () => {
	const id = newId();
	const first = body({ situation: '第一稿', remark: '' });
	await town.act('vol', 'create', id, 0, first);
	const putBack = await backUp();
	for (const rev of [1, 2, 3]) await town.act('vol', 'amend', id, rev, { ...first, peopleMet: 9 + rev });
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	const form = await open(phone, id);
	expect(form.baseRev).toBe(4);

	await putBack();
	await phone.sync();
	await save(phone, id, await open(phone, id), { remark: '后来写的' });
	await phone.sync();
	await save(phone, id, form, { situation: '第二稿' });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第二稿', remark: '后来写的' });
	expect(await conflicts()).toEqual([]);
});

it('waits for a record that another phone has yet to bring back, and then overwrites nothing', async () => {
	const putBack = await backUp();
	const id = newId();
	const first = body({ situation: '第一稿' });
	const create = town.operation('create', id, 0, first);
	await town.send('vol', [create]);
	await town.act('vol', 'amend', id, 1, { ...first, peopleMet: 9 });
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	const form = await open(phone, id);

	await putBack();
	await phone.sync();
	await save(phone, id, form, { situation: '第二稿' });
	await phone.sync();
	expect(await phone.store.counts()).toMatchObject({ waiting: 0, parked: 1, attention: 0 });
	await town.send('vol', [create]);
	await town.act('vol', 'amend', id, 1, { ...first, remark: '队员改的' });
	await judgeAgain(phone);
	expect(await phone.store.counts()).toMatchObject({ waiting: 0, parked: 0, attention: 0 });
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第二稿', remark: '队员改的' });
});

it('nor does one that was opened after that, on a record that the phone had still as it was before', async () => {
	const id = newId();
	const first = body({ situation: '第一稿' });
	await town.act('vol', 'create', id, 0, first);
	const putBack = await backUp();
	await town.act('vol', 'amend', id, 1, { ...first, peopleMet: 9 });
	const { phone, cut } = await phoneWithoutPulls('lead');
	await phone.sync();

	await putBack();
	await town.act('vol', 'amend', id, 1, { ...first, remark: '队员改的' });
	cut.pulls = true;
	await phone.save('visit', { team: 'T1', organisation: null, placeText: '别处' }, { opId: newId() });
	await phone.sync();
	expect((await phone.store.server())?.beforeRestore).toBeGreaterThan(0);
	const form = await open(phone, id);
	expect(form).toMatchObject({ baseRev: 2, body: { peopleMet: 9 } });
	cut.pulls = false;
	await phone.sync();
	await save(phone, id, form, { situation: '第二稿' });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第二稿', remark: '队员改的' });
	expect((await open(phone, id)).epoch).toBe((await phone.store.server())?.epoch);
});

it('what hangs on such a record waits with it, and is not refused', async () => {
	const putBack = await backUp();
	const id = idOfNow();
	const create = town.operation('create', id, 0, body());
	await town.send('vol', [create]);
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	const { epoch } = await readExchange(phone.databases);

	await putBack();
	await phone.sync();
	const seen = { body: null, baseRev: 0, epoch };
	phone.clock.set(later().getTime());
	await phone.save('request', { team: 'T1', visitId: id }, { recordId: newId(), opId: newId(), seen });
	await phone.sync();
	expect(await phone.store.counts()).toMatchObject({ waiting: 0, parked: 1, attention: 0 });
	await town.send('vol', [create]);
	await judgeAgain(phone);
	expect(await phone.store.counts()).toMatchObject({ waiting: 0, parked: 0, attention: 0 });
});

it('and so do people who are noted between hearing of the restore and reading what it left', async () => {
	const putBack = await backUp();
	const id = idOfNow();
	const session = { ...sampleBody('session'), team: 'T1', byOrganisation: [], signIns: [] };
	const create = town.operation('create', id, 0, session, { kind: 'session' });
	expect(await town.send('vol', [create])).toMatchObject([{ outcome: 'applied' }]);
	const { phone, cut } = await phoneWithoutPulls('lead');
	const note = async (name: string) => {
		phone.clock.set(later().getTime());
		const person = {
			...sampleBody('sign-in'),
			team: 'T1',
			organisation: null,
			organisationText: '一厂',
			name
		};
		const content = { ...person, sessionId: id };
		const recordId = naturalId('sign-in', id, content as never) ?? '';
		await phone.save('sign-in', content, { recordId, opId: newId() });
	};
	await phone.sync();
	await putBack();
	await note('张三');
	cut.pulls = true;
	await phone.sync();
	await note('李四');
	cut.pulls = false;
	await phone.sync();
	expect(await phone.store.counts()).toMatchObject({ waiting: 0, parked: 2, attention: 0 });
	await town.send('vol', [create]);
	await judgeAgain(phone);
	expect(await phone.store.counts()).toMatchObject({ waiting: 0, parked: 0, attention: 0 });
});

it('a blank form of before makes nothing else old that was written since', async () => {
	const id = newId();
	const first = body({ situation: '第一稿', remark: '' });
	await town.act('vol', 'create', id, 0, first);
	const putBack = await backUp();
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	const { epoch } = await readExchange(phone.databases);
	await putBack();
	await phone.sync();
	await town.act('vol', 'amend', id, 1, { ...first, remark: '一' });
	await phone.sync();
	await save(phone, id, await open(phone, id), { situation: '第二稿' });
	const blank = { body: null, baseRev: 0, epoch };
	await phone.save('visit', body(), { recordId: newId(), opId: newId(), seen: blank });
	await town.act('vol', 'amend', id, 2, { ...first, remark: '二' });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第二稿', remark: '二' });
	expect(await conflicts()).toEqual([]);
});

it('one that was opened since then overwrites as any other, on the revision that it saw', async () => {
	const id = newId();
	const first = body({ situation: '第一稿' });
	await town.act('vol', 'create', id, 0, first);
	const putBack = await backUp();
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	await putBack();
	await town.act('vol', 'amend', id, 1, { ...first, situation: '队员第二稿' });
	await phone.sync();
	await save(phone, id, await open(phone, id), { situation: '第三稿' });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第三稿' });
	expect(await conflicts()).toEqual([]);
});
