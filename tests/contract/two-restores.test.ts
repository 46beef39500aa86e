/** A phone that slept through two restores: it has seen nothing of what was made between them. */
import { expect, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import { uuidV7 } from '#lib/domain/ids.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { body, type Deployment } from './deployment.ts';
import { phoneOf } from './phone-of.ts';
import { backUp, eachPutBackTown, later, saveChanged } from './put-back.ts';

let town: Deployment;
eachPutBackTown((opened) => void (town = opened));

const idOfNow = () => uuidV7(town.now.getTime(), randomBytes(10));

/** Changes what the phone shows, as its form does, by a clock that is `off` milliseconds ahead of the server's. */
async function change(phone: TestPhone, id: string, changes: object, off = 0): Promise<void> {
	phone.clock.set(later().getTime() + off);
	await saveChanged(phone, id, changes);
}

const first = body({ situation: '第一稿', remark: '' });

/** A visit that another phone has pulled. */
async function shownToLead() {
	const id = idOfNow();
	await town.act('vol', 'create', id, 0, first);
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	return { id, phone };
}

const conflicts = () => town.database.reader.selectFrom('conflict').select('fields').execute();

it.each([
	['by a right clock', 0],
	['by one that was years ahead and has been set since', 3 * 365 * 86_400_000]
])('what others wrote between two restores stays, %s', async (_, off) => {
	const { id, phone } = await shownToLead();
	const early = await backUp();
	await change(phone, id, { remark: '领队一' }, off);
	await phone.sync();
	await change(phone, id, { remark: '领队二' }, off);
	expect((await phone.record(id))?.base?.rev).toBe(2);

	await early();
	await town.act('vol', 'amend', id, 1, { ...first, situation: '两次恢复之间写的' });
	await town.act('vol', 'amend', id, 2, { ...first, situation: '两次恢复之间改的' });
	const late = await backUp();
	await late();
	phone.clock.set(town.now.getTime());
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '两次恢复之间改的', remark: '领队二' });
	expect(await conflicts()).toEqual([]);
});

it('what was written between them by a phone that had heard of the first is no older than that', async () => {
	const { id, phone } = await shownToLead();
	const early = await backUp();
	await early();
	phone.clock.set(town.now.getTime());
	await phone.sync();
	await town.act('vol', 'amend', id, 1, { ...first, situation: '第二稿' });
	await phone.sync();
	await change(phone, id, { situation: '第三稿' });
	const late = await backUp();
	await late();
	phone.clock.set(town.now.getTime());
	await phone.sync();
	expect((await phone.store.server())?.heard).toHaveLength(2);
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第三稿' });
	expect(await conflicts()).toEqual([]);
});

it('an app that keeps the last restore alone is taken to have heard of none before it', async () => {
	const id = idOfNow();
	await town.act('vol', 'create', id, 0, first);
	const early = await backUp();
	await early();
	await town.act('vol', 'amend', id, 1, { ...first, situation: '两次恢复之间写的' });
	const late = await backUp();
	await late();
	const lost = town.operation('amend', id, 2, { ...first, remark: '领队' });
	await town.send('lead', [lost], { beforeRestore: lost.n });
	expect(await town.bodyOf(id)).toMatchObject({ situation: '两次恢复之间写的', remark: '领队' });
});
