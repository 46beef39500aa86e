/** Today's app over a phone that an older version left behind, with today's server at the other end. */
import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, it } from 'vitest';
import type { Operation } from '#lib/domain/operation.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { raiseEpoch } from '#lib/server/sync/feed.ts';
import { openDatabases } from '#lib/storage/databases.ts';
import { openPhoneStore } from '#lib/storage/phone-store.ts';
import { Receiver } from '#tests/contract/photo-files.ts';
import { serve } from '#tests/contract/serve-phone.ts';
import { createTestPhone, type TestPhone } from '#tests/phone/test-phone.ts';
import { layDatabases } from './copy-databases.ts';
import { sendPhotos } from './photo-road.ts';
import { readAsApp } from './recording.ts';
import { lookAt, textOf, type SeenThen } from './seen.ts';
import type { SeenPhoto } from './seen-besides.ts';
import { nameOf, storedPhones, type StoredPhone } from './stored-phone.ts';
import { openTown, replay } from './town.ts';

const timer = { after: () => () => {} };
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
	for (const end of ends.splice(0)) await end();
});

async function laid(stored: StoredPhone): Promise<IDBFactory> {
	const indexedDB = new IDBFactory();
	await layDatabases(stored.databases, indexedDB);
	return indexedDB;
}

/** The server where it stood when the copy was made. */
async function serverOf(stored: StoredPhone): Promise<ServerDatabase> {
	const { database, remove } = await openTestDatabase();
	ends.push(remove);
	await openTown(database, new Date('2026-07-20T00:00:00.000Z'));
	await replay(database, stored);
	return database;
}

const NOW = new Date('2026-07-21T01:00:00.000Z');

const deviceOf = ({ server }: StoredPhone, account: string): string =>
	Object.entries(server.devices).find(([, owner]) => owner === account)?.[0] ?? '';

async function phoneOn(
	stored: StoredPhone,
	account: string,
	database: ServerDatabase,
	indexedDB: IDBFactory
): Promise<TestPhone> {
	const device = deviceOf(stored, account);
	const start = NOW.getTime();
	const http = () => serve(database, account, device, () => NOW);
	return createTestPhone({ account, deviceId: device, indexedDB, read: readAsApp, start, http, seed: 900 });
}

/** The end at which photos arrive at this server. */
function receiverOf(stored: StoredPhone, database: ServerDatabase): Receiver {
	const receiver = new Receiver({ database, now: NOW, device: (account) => deviceOf(stored, account) });
	ends.push(() => Promise.resolve(receiver.remove()));
	return receiver;
}

async function sendAll(
	stored: StoredPhone,
	account: string,
	phone: TestPhone,
	receiver: Receiver
): Promise<void> {
	const identity = { accountId: account, deviceId: deviceOf(stored, account) };
	await sendPhotos(phone, identity, receiver);
}

/** Of these photos the ids of which the server has the file. */
async function arrived(receiver: Receiver, photos: readonly SeenPhoto[]): Promise<string[]> {
	const ids: string[] = [];
	for (const { id, photo, lies } of photos) {
		const bytes = await receiver.stores.files.get(photo.sha256);
		if (bytes && lies === createHash('sha256').update(bytes).digest('hex')) ids.push(id);
	}
	return ids;
}

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

/** What is to be at the server in the end: all that waits or is parked, as it was saved. */
function owed({ unsent, attention }: SeenThen): string[] {
	const aside = new Set(attention.map(({ opId }) => opId));
	return unsent.filter((text) => !aside.has((JSON.parse(text) as Operation).opId));
}

async function custody(database: ServerDatabase, texts: readonly string[]): Promise<string[]> {
	const ids = texts.map((text) => (JSON.parse(text) as Operation).opId);
	const rows = await database.reader
		.selectFrom('operation')
		.select(['raw', 'n'])
		.where('op_id', 'in', ids)
		.orderBy('n')
		.execute();
	return rows.map(({ raw }) => raw);
}

for (const stored of storedPhones()) {
	describe(nameOf(stored), () => {
		it('is listed with its persons, and shows everything that it showed, twice', async () => {
			const indexedDB = await laid(stored);
			for (let turn = 0; turn < 2; turn++) {
				const store = await openPhoneStore({ timer, indexedDB });
				const persons = await store.list();
				expect(persons.map(({ id }) => id).sort()).toEqual(Object.keys(stored.seen).sort());
				for (const { id, pin } of persons) expect(pin !== null).toBe(id in stored.pins);
				store.close();
				for (const [account, seen] of Object.entries(stored.seen)) {
					const databases = await openDatabases(account, { timer, indexedDB });
					expect(databases.readOnly).toBe(false);
					expect(await lookAt(databases)).toMatchObject(seen);
					databases.close();
				}
			}
		});

		it('sends what waits once, as it was saved, and keeps the rest', async () => {
			const indexedDB = await laid(stored);
			const database = await serverOf(stored);
			for (const [account, seen] of Object.entries(stored.seen)) {
				const phone = await phoneOn(stored, account, database, indexedDB);
				await phone.sync();
				await phone.sync();
				expect(phone.engine.status.trouble).toBeNull();
				expect(await custody(database, owed(seen))).toEqual(owed(seen));
				const after = await lookAt(phone.databases);
				expect(after.counts.waiting).toBe(0);
				const kept = new Set([...after.records, ...after.opaque].map(({ id }) => id));
				expect(seen.records.filter(({ id }) => !kept.has(id))).toEqual([]);
				expect(kept.size).toBe(seen.records.length + seen.opaque.length);
				expect(after.opaque).toEqual(seen.opaque);
				expect(after.drafts).toEqual(seen.drafts);
				const asideIds = seen.attention.map(({ opId }) => opId).sort();
				expect(after.attention.map(({ opId }) => opId).sort()).toEqual(expect.arrayContaining(asideIds));
				phone.databases.close();
			}
		});

		it('sends its photos when their records were sent, keeps what no record names, and counts its goods as before', async () => {
			const indexedDB = await laid(stored);
			for (const [account, seen] of Object.entries(stored.seen)) {
				// Each for itself: what the others send moves the goods of their teams, too.
				const database = await serverOf(stored);
				const receiver = receiverOf(stored, database);
				const phone = await phoneOn(stored, account, database, indexedDB);
				await phone.sync();
				await phone.sync();
				await sendAll(stored, account, phone, receiver);
				const after = await lookAt(phone.databases);
				const { photos = [], hanging = {}, stock = { places: [], holdings: [], open: [] } } = seen;
				const waited = photos.filter(({ state }) => state === 'waits');
				expect(await arrived(receiver, waited)).toEqual(idsOf(waited));
				expect(after.photos.map(({ id, recordId, draft, lies }) => ({ id, recordId, draft, lies }))).toEqual(
					photos.map(({ id, recordId, draft, lies }) => ({ id, recordId, draft, lies }))
				);
				expect(after.photos.map(({ state }) => state)).toEqual(
					photos.map(({ state }) => (state === 'waits' ? 'sent' : state))
				);
				expect(after.hanging).toMatchObject(hanging);
				// Of other places it knows only what it did there itself, and until the server has taken it in.
				const told = stock.holdings.filter(({ place }) => stock.places.includes(place));
				expect(after.stock.holdings).toEqual(expect.arrayContaining(told));
				expect(idsOf(after.stock.open)).toEqual(expect.arrayContaining(idsOf(stock.open)));
				phone.databases.close();
			}
		});

		it('gives a restored server back what that had accepted, as it was saved', async () => {
			const indexedDB = await laid(stored);
			const { database, remove } = await openTestDatabase();
			ends.push(remove);
			await openTown(database, new Date('2026-07-20T00:00:00.000Z'));
			await replay(database, { ...stored, server: { ...stored.server, acts: [] } });
			await database.transaction((trx) => raiseEpoch(trx));
			const receiver = receiverOf(stored, database);
			for (const [account, { photos = [] }] of Object.entries(stored.seen)) {
				const phone = await phoneOn(stored, account, database, indexedDB);
				await phone.sync();
				const accepted = stored.server.acts
					.filter((one) => one.account === account)
					.flatMap(({ operations }) => operations as Operation[])
					.filter(({ opId }) => !stored.seen[account]?.attention.some((row) => row.opId === opId))
					.map(textOf);
				expect(await custody(database, accepted)).toEqual(accepted);
				await sendAll(stored, account, phone, receiver);
				const had = photos.filter(
					({ state, lies }) => lies !== null && (state === 'sent' || state === 'waits')
				);
				expect(await arrived(receiver, had)).toEqual(idsOf(had));
				phone.databases.close();
			}
		});
	});
}
