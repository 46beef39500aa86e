import { expect, it } from 'vitest';
import { json } from '#tests/phone/peer.ts';
import { createTestPhone } from '#tests/phone/test-phone.ts';
import { countOutbox, isAllSent } from './outbox.ts';
import type { PhotoRow } from './photos/photo-row.ts';

const NOW = '2026-07-20T01:00:00.000Z';

async function openPhone() {
	const phone = await createTestPhone();
	const says = async () => isAllSent(await phone.databases.saves.run(countOutbox));
	await phone.sync();
	return { phone, says };
}

it('all is sent when nothing waits, and not before', async () => {
	const { phone, says } = await openPhone();
	expect(await says()).toBe(true);
	await phone.save('visit');
	expect(await says()).toBe(false);
	await phone.sync();
	expect(await says()).toBe(true);
});

it('what the server has parked is sent', async () => {
	const { phone, says } = await openPhone();
	phone.peer.judge = () => ({ outcome: 'parked', refusal: 'right-ended' });
	await phone.save('visit');
	await phone.sync();
	expect(await says()).toBe(true);
});

it('what was set aside was never sent: too big, or of a scope that was dropped', async () => {
	const { phone, says } = await openPhone();
	await phone.save('visit');
	phone.peer.faults.push(() => json(413, { error: 'too-big' }));
	await phone.sync();
	expect(await phone.store.counts()).toMatchObject({ waiting: 0, attention: 1 });
	expect(await says()).toBe(false);

	const other = await openPhone();
	const id = await other.phone.save('visit');
	await other.phone.sync();
	await other.phone.save('visit', { remark: 'more' }, { recordId: id });
	const { memberships = {} } =
		(await other.phone.databases.saves.run((database) => database.records.get(id))) ?? {};
	for (const scope of Object.keys(memberships)) await other.phone.store.dropScope(scope, NOW);
	expect(await other.phone.store.counts()).toMatchObject({ waiting: 0, attention: 1 });
	expect(await other.says()).toBe(false);
});

it('a photo that waits is not sent; one that was sent, and one of a draft, hold nothing up', async () => {
	const { phone, says } = await openPhone();
	const put = (state: PhotoRow['state']) =>
		phone.databases.saves.run((database) => database.attachments.put({ id: 'photo', state } as PhotoRow));
	for (const [state, isSaid] of [
		['draft', true],
		['waits', false],
		['sent', true]
	] as const) {
		await put(state);
		expect(await says()).toBe(isSaid);
	}
});
