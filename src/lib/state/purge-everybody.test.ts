import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { expect, it, vi } from 'vitest';
import { openDatabases } from '#lib/storage/databases.ts';
import { openPhoneStore, type PhoneStore } from '#lib/storage/phone-store.ts';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import { purgeEverybody } from './purge-everybody.ts';

const START = Date.parse('2026-07-10T02:00:00.000Z');

it('takes a roster from every person of the phone once its time is over, whoever opens the app', async () => {
	const indexedDB = new IDBFactory();
	const clock = createManualClock(START);
	const store = await openPhoneStore({ timer: clock, indexedDB });
	const phones = await Promise.all(
		['one', 'other'].map(async (id) => {
			await store.put({
				id,
				login: id,
				zh: id,
				en: id,
				team: null,
				deviceId: id,
				grants: [],
				grantsRev: 0,
				pin: null,
				pinFailures: 0,
				pinWaitUntil: null,
				lastUsed: '',
				signedIn: true,
				sessionTrouble: null,
				waiting: 0
			});
			const databases = await openDatabases(id, { timer: clock, indexedDB });
			const head = { id: 'L', until: '2026-07-10T16:00:00.000Z' };
			const shared = { scope: 'roster:L', rev: 1, mark: 1, receivedAt: START };
			await databases.saves.run((database) =>
				database.leased.bulkPut([
					{ ...shared, id: 'L', kind: 'lease:roster', body: head },
					{ ...shared, id: 'P', kind: 'lease:person', body: { id: 'P', shown: '李*安' } }
				])
			);
			return databases;
		})
	);
	const left = async () =>
		Promise.all(phones.map((phone) => phone.saves.run((database) => database.leased.count())));
	const settled = async (wanted: number[]) => {
		while (JSON.stringify(await left()) !== JSON.stringify(wanted))
			await new Promise((next) => setImmediate(next));
	};
	const { list } = store;
	let failures = 1;
	store.list = () => (failures-- > 0 ? Promise.reject(new DOMException('', 'UnknownError')) : list());
	const stop = purgeEverybody(store, clock, { indexedDB });
	// A round that fails plans the next one all the same.
	await vi.waitFor(() => expect(clock.nextIn()).toBe(60_000));
	clock.advance(60_000);
	// The first round plans the next one when it is through.
	while (clock.nextIn() !== 60_000) await new Promise((next) => setImmediate(next));
	expect(await left()).toEqual([2, 2]);
	clock.set(Date.parse('2026-07-10T16:00:00.000Z'));
	clock.advance(60_000);
	await settled([0, 0]);
	stop();
	for (const phone of phones) phone.close();
});

it('opens no database of a person whose data is to go: it would make an empty one', async () => {
	const indexedDB = new IDBFactory();
	const rows = [{ id: 'one', signedIn: false, sessionTrouble: 'auth', erasing: true }];
	const store = { list: () => Promise.resolve(rows) } as unknown as PhoneStore;
	const clock = createManualClock();
	const stop = purgeEverybody(store, clock, { indexedDB });
	await vi.waitFor(() => expect(clock.nextIn()).toBe(60_000));
	expect(await indexedDB.databases()).toEqual([]);
	stop();
});
