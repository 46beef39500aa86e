/** What a phone shows of a record that has left it: its person's own work, and nothing of what the server made of that. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { uuidV7 } from '#lib/domain/ids.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import type { Deployment } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { phoneOf } from './phone-of.ts';

let town: Deployment;
eachTown((opened) => void (town = opened));

async function open(phone: TestPhone, id: string) {
	const record = await phone.record(id);
	return { body: record?.body as object, baseRev: record?.base?.rev ?? 0 };
}
type Form = Awaited<ReturnType<typeof open>>;

function later(phone: TestPhone): void {
	town.now = new Date(town.now.getTime() + 600_000);
	phone.clock.set(town.now.getTime());
}

async function save(phone: TestPhone, recordId: string, form: Form, change: object): Promise<void> {
	later(phone);
	const opId = uuidV7(town.now.getTime(), randomBytes(10));
	await phone.save('visit', { ...form.body, ...change }, { recordId, opId, seen: form });
}

/** @param ended null: it stands again */
async function setRight(phone: TestPhone, grants_rev: number, ended: string | null): Promise<void> {
	later(phone);
	await town.database.transaction(async (trx) => {
		const right = { valid_to: ended, ended_rev: ended === null ? null : grants_rev };
		await trx.updateTable('grant_right').set(right).where('account_id', '=', 'lead').execute();
		await trx.updateTable('meta').set({ grants_rev }).execute();
	});
	later(phone);
}

it('a change over own work that was merged puts nothing back of what others wrote', async () => {
	const id = await town.visit('vol', { situation: '第一稿', remark: '' });
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	const form = await open(phone, id);
	expect(form.baseRev).toBe(1);
	await town.act('vol', 'amend', id, 1, { ...form.body, situation: '队员改的' });
	await setRight(phone, 2, town.now.toISOString());
	await phone.sync();
	expect(await phone.record(id)).toBeUndefined();
	await save(phone, id, form, { remark: '领队一' });
	const own = await open(phone, id);
	expect(own).toMatchObject({ baseRev: 0, body: { situation: '第一稿', remark: '领队一' } });

	await setRight(phone, 3, null);
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '队员改的', remark: '领队一' });
	await save(phone, id, own, { remark: '领队二' });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '队员改的', remark: '领队二' });
	expect(await town.row(id)).toMatchObject({ conflicts: 0 });
});
