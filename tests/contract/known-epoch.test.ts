/** What a phone knew the server by when it wrote, where clocks, apps or backups are not as they should be. */
import { randomBytes } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { uuidV7 } from '#lib/domain/ids.ts';
import { body, type Deployment } from './deployment.ts';
import { phoneOf } from './phone-of.ts';
import { backUp, eachPutBackTown, later, saveChanged } from './put-back.ts';

let town: Deployment;
eachPutBackTown((opened) => void (town = opened));

let id: string;
const first = body({ situation: '第一稿', remark: '' });
beforeEach(() => {
	id = uuidV7(town.now.getTime(), randomBytes(10));
});

/** The record is made now, and something slips into it. */
async function slip(): Promise<void> {
	id = uuidV7(town.now.getTime(), randomBytes(10));
	await town.act('vol', 'create', id, 0, first);
	await town.act('vol', 'amend', id, 1, { ...first, remark: '误写' });
	later();
}

it('an older backup put back by mistake, then the right one: what that one has stays', async () => {
	await town.act('vol', 'create', id, 0, first);
	const lead = await phoneOf(town, 'lead', 'lead');
	await lead.sync();
	const old = await backUp();
	later();
	await town.act('vol', 'amend', id, 1, { ...first, situation: '第二稿' });
	later();
	const right = await backUp();

	await old();
	await town.act('vol', 'amend', id, 1, { ...first, peopleMet: 9 });
	lead.clock.set(later().getTime());
	await lead.sync();
	expect((await lead.record(id))?.base?.rev).toBe(2);
	await saveChanged(lead, id, { remark: '领队' });

	await right();
	lead.clock.set(town.now.getTime());
	await lead.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第二稿', remark: '领队' });
	expect(await town.row(id)).toMatchObject({ conflicts: 0 });
});

it('a phone that says it had heard is believed, though its clock was years behind when it wrote', async () => {
	const putBack = await backUp();
	await putBack();
	await slip();
	const back = town.operation('amend', id, 2, first, { at: '2020-01-01T00:00:00.000Z' });
	await town.send('lead', [back], { beforeRestore: 0 });
	expect(await town.bodyOf(id)).toMatchObject({ remark: '' });
	const { epoch } = await town.database.reader.selectFrom('meta').select('epoch').executeTakeFirstOrThrow();
	expect(await town.custody(back.opId)).toMatchObject({ known_epoch: epoch });
});

it('an older app takes back a slip in a record that was made after the first of two restores', async () => {
	const early = await backUp();
	await early();
	town.now = new Date(town.now.getTime() + 300 * 86_400_000);
	await slip();
	const back = town.operation('amend', id, 2, first);
	const late = await backUp();
	await late();
	expect(await town.send('lead', [back], { beforeRestore: back.n })).toMatchObject([{ refusal: null }]);
	expect(await town.bodyOf(id)).toMatchObject({ remark: '' });
});

it('what was parked without its phone having heard is judged by what that says later', async () => {
	await slip();
	const early = await backUp();
	const change = town.operation('amend', id, 2, { ...first, remark: '领队' });
	await early();
	await town.database.transaction((trx) => trx.deleteFrom('record').where('id', '=', id).execute());
	expect(await town.send('lead', [change])).toMatchObject([{ outcome: 'parked' }]);
	expect(await town.custody(change.opId)).toMatchObject({ known_epoch: null });
	await town.send('lead', [change], { beforeRestore: change.n });
	expect(await town.custody(change.opId)).toMatchObject({ outcome: 'parked', known_epoch: 0 });
});
