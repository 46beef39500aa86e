import { expect, it } from 'vitest';
import { viewOf } from '#tests/phone/peer.ts';
import { ACCOUNT, createTestPhone, sampleBody } from '#tests/phone/test-phone.ts';
import { watchUnreadable } from './watch-due.ts';

it('counts what a newer app wrote, and nothing else', async () => {
	const phone = await createTestPhone();
	const counts: number[] = [];
	const stop = watchUnreadable(phone.databases, (count) => counts.push(count));
	await phone.save('visit');
	const id = phone.newId();
	const body = viewOf(id, 'visit', 1, sampleBody('visit'), ACCOUNT);
	phone.peer.put(`user:${ACCOUNT}`, { kind: 'visit', id, schema: 99, body: { ...body, schema: 99 } });
	await phone.sync();
	await expect.poll(() => counts.at(-1)).toBe(1);
	expect(await phone.own()).toHaveLength(1);
	stop();
});
