import { expect, it } from 'vitest';
import { createPhotoStore } from '#lib/storage/photos/photo-store.ts';
import { rescueIn } from '#lib/storage/rescue.ts';
import { createBrowserCache } from '#tests/phone/browser-cache.ts';
import { smallStorage } from '#tests/phone/small-storage.ts';
import { createTestPhone, readBody } from '#tests/phone/test-phone.ts';
import { neverSent } from './count-unsent.ts';

it('a phone that was revoked goes only once the copies of its work were read, and what they had was sent', async () => {
	const cache = createBrowserCache({ after: () => () => {} });
	let isBroken = true;
	const has = (name: string) =>
		isBroken ? Promise.reject(new DOMException('', 'UnknownError')) : cache.caches.has(name);
	const caches: CacheStorage = Object.create(cache.caches, { has: { value: has } });
	const rescue = rescueIn(caches, 'acc-1', smallStorage());
	let erased = 0;
	const phone = await createTestPhone({
		ports: {
			photosUnsent: () =>
				neverSent({ ...phone.databases, rescue }, readBody, createPhotoStore(phone.databases)),
			onRevoked: () => Promise.resolve(void erased++)
		}
	});
	await phone.save('visit');
	const { saves } = phone.databases;
	await rescue.keep(await saves.run(({ outbox }) => outbox.toArray()));
	await saves.run(({ outbox }) => outbox.clear());
	phone.peer.revoked = true;
	await phone.sync();
	expect([erased, phone.engine.status.trouble]).toEqual([0, 'device']);
	isBroken = false;
	await phone.sync();
	expect([erased, await saves.run(({ outbox }) => outbox.count())]).toEqual([0, 1]);
	await phone.sync();
	expect([erased, phone.peer.custody.size]).toEqual([1, 1]);
});
