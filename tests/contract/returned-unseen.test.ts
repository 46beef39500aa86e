/** A return lands on its author's phone, also where something of the author's was under way when it was made. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { amendFromDraft, type FormStart } from '#field/form-start.ts';
import { uuidV7 } from '#lib/domain/ids.ts';
import type { DraftRow } from '#lib/state/contract.ts';
import { watchReturned } from '#lib/storage/lists/watch-due.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { body, type Deployment } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { phoneOf } from './phone-of.ts';

let town: Deployment;
eachTown((opened) => void (town = opened));

async function shown(phone: TestPhone, id: string) {
	const record = await phone.record(id);
	if (!record) throw new Error('no such record');
	return record;
}

/** A draft of the record as it is shown now. */
async function draftOf(phone: TestPhone, id: string): Promise<DraftRow> {
	const { body, base } = await shown(phone, id);
	const at = town.now.toISOString();
	const begun = { body, before: body, baseRev: base?.rev ?? 0, epoch: 1, startedAt: at, changedAt: at };
	return { key: `visit:${id}`, kind: 'visit', recordId: id, typed: {}, issues: [], ...begun };
}

/** The form as that draft opens it. */
const begin = async (phone: TestPhone, draft: DraftRow) =>
	amendFromDraft(draft, await shown(phone, draft.recordId));
const beginNew = async (phone: TestPhone, id: string) => begin(phone, await draftOf(phone, id));

async function save(phone: TestPhone, form: FormStart, change: object): Promise<void> {
	town.now = new Date(town.now.getTime() + 60_000);
	phone.clock.set(town.now.getTime());
	const seen = { body: form.before, baseRev: form.baseRev, epoch: 1 };
	const opId = uuidV7(town.now.getTime(), randomBytes(10));
	const given = { recordId: form.recordId, opId, seen };
	await phone.save('visit', { ...(form.body as object), ...change }, given);
}

const comments = [{ field: 'peopleMet', text: '请核对人数' }];

async function sendBack(id: string, rev: number): Promise<void> {
	expect((await town.act('rev', 'return', id, rev, { reason: 'RR01', comments })).outcome).toBe('applied');
}

/** Comments on what waits for the person, as the home lists it. */
function returnedOn(phone: TestPhone) {
	return new Promise((resolve) => {
		const end = watchReturned(phone.databases, (rows) => {
			end();
			resolve(rows.map((row) => row.base?.decision?.comments));
		});
	});
}

async function toldPhone() {
	const phone = await phoneOf(town, 'vol', 'vol');
	const id = uuidV7(town.now.getTime(), randomBytes(10));
	await town.act('vol', 'create', id, 0, body({ remark: '' }));
	await phone.sync();
	return { phone, id };
}

it('what was saved before the return was known is merged in, and the record waits for its person', async () => {
	const { phone, id } = await toldPhone();
	await save(phone, await beginNew(phone, id), { remark: '补记' });
	await sendBack(id, 1);
	await phone.sync();
	expect(await town.row(id)).toMatchObject({ state: 'returned', corrected: 0 });
	expect(await town.bodyOf(id)).toMatchObject({ remark: '补记' });
	expect(await returnedOn(phone)).toEqual([comments]);

	await save(phone, await beginNew(phone, id), { peopleMet: 25 });
	await phone.sync();
	expect(await town.row(id)).toMatchObject({ state: 'pending', corrected: 1 });
	expect(await town.bodyOf(id)).toMatchObject({ remark: '补记', peopleMet: 25 });
	expect(await returnedOn(phone)).toEqual([]);
});

it('a draft that was begun before and is opened after the return answers it', async () => {
	const { phone, id } = await toldPhone();
	const kept = await draftOf(phone, id);
	await sendBack(id, 1);
	await phone.sync();
	const form = await begin(phone, { ...kept, body: { ...(kept.body as object), remark: '补记' } });
	expect(form).toMatchObject({ baseRev: 2, comments });
	await save(phone, form, { peopleMet: 25 });
	await phone.sync();
	expect(await town.row(id)).toMatchObject({ state: 'pending', corrected: 1 });
	expect(await town.bodyOf(id)).toMatchObject({ remark: '补记', peopleMet: 25 });
});
