/** A phone that has no room for what a pull brings. */
import { expect, it } from 'vitest';
import { createTestPhone, sampleBody } from '#tests/phone/test-phone.ts';
import { viewOf } from '#tests/phone/peer.ts';

it('sends the work of its other persons all the same, and says that it is full', async () => {
	const other = await createTestPhone();
	await other.save('visit');
	const phone = await createTestPhone();
	const id = phone.newId();
	phone.peer.put('area:361024', {
		kind: 'visit',
		id,
		body: viewOf(id, 'visit', 1, sampleBody('visit'), 'acc-9')
	});
	let closed = 0;
	const full = phone.tab({
		store: {
			...phone.store,
			applyPage: () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
		},
		others: () =>
			Promise.resolve([
				{
					store: other.store,
					identity: { accountId: 'acc-2', deviceId: '0190b3a0-0000-7000-8000-000000000002' },
					close: () => void closed++,
					onTrouble: () => Promise.resolve()
				}
			])
	});
	await full.syncNow();
	expect(full.status.trouble).toBe('local');
	expect([(await other.store.counts()).waiting, phone.peer.effects.size, closed]).toEqual([0, 1, 1]);
});
