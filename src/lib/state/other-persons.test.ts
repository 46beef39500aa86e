import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import { openDatabases } from '#lib/storage/databases.ts';
import { openPhoneStore } from '#lib/storage/phone-store.ts';
import type { PersonRow } from '#lib/storage/schema.ts';
import { createTestPhone, readBody } from '#tests/phone/test-phone.ts';
import { otherPersons } from './other-persons.ts';

const timer = { after: () => () => {} };

function row(id: string, changes: Partial<PersonRow> = {}): PersonRow {
	return {
		...{ id, login: id, zh: id, en: id, team: null, deviceId: `device-${id}`, grants: [], grantsRev: 1 },
		...{ pin: null, pinFailures: 0, pinWaitUntil: null, lastUsed: '', signedIn: true, sessionTrouble: null },
		...{ waiting: 0, ...changes }
	};
}

it('finds what a killed app left of every person who is signed in, until nothing is left', async () => {
	const indexedDB = new IDBFactory();
	const store = await openPhoneStore({ timer, indexedDB });
	await store.put(row('open'));
	await store.put(row('out', { signedIn: false }));
	// Nobody noted that something waits: the app was killed.
	await store.put(row('killed'));
	const killed = await createTestPhone({ account: 'killed', indexedDB });
	await killed.save('visit');
	await killed.databases.saves.run((database) =>
		database.attachments.put({ id: 'p', state: 'waits' } as never)
	);
	const others = otherPersons(store, 'open', readBody, { timer, indexedDB });
	const [outbox, ...more] = await others.outboxes();
	expect([outbox?.identity, more]).toEqual([{ accountId: 'killed', deviceId: 'device-killed' }, []]);
	outbox?.close();
	await expect.poll(async () => (await store.get('killed'))?.waiting).toBe(1);
	const [photos] = await others.photos();
	expect(await photos?.store.waiting()).toBe(1);
	photos?.close();

	const databases = await openDatabases('killed', { timer, indexedDB });
	await databases.saves.run((database) => database.outbox.clear());
	for (const one of await others.outboxes()) one.close();
	await expect.poll(async () => (await store.get('killed'))?.waiting).toBe(0);
	await expect.poll(() => others.outboxes()).toEqual([]);
	// Text and photos are over one by one.
	expect(await others.photos()).toHaveLength(1);
	await databases.saves.run((database) => database.attachments.clear());
	await expect
		.poll(async () => {
			const left = await others.photos();
			for (const one of left) one.close();
			return left.length;
		})
		.toBe(0);
});
