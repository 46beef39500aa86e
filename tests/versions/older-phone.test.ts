/** Today's app over a phone that an older version left behind, with today's server at the other end. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, it } from 'vitest';
import type { Operation } from '#lib/domain/operation.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { raiseEpoch } from '#lib/server/sync/feed.ts';
import { openDatabases } from '#lib/storage/databases.ts';
import { openPhoneStore } from '#lib/storage/phone-store.ts';
import { serve } from '#tests/contract/serve-phone.ts';
import { createTestPhone, type TestPhone } from '#tests/phone/test-phone.ts';
import { layDatabases } from './copy-databases.ts';
import { readAsApp } from './recording.ts';
import { lookAt, textOf, type Seen } from './seen.ts';
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

async function phoneOn(
	stored: StoredPhone,
	account: string,
	database: ServerDatabase,
	indexedDB: IDBFactory
): Promise<TestPhone> {
	const device = Object.entries(stored.server.devices).find(([, owner]) => owner === account)?.[0] ?? '';
	const start = Date.parse('2026-07-21T01:00:00.000Z');
	const http = () => serve(database, account, device, () => new Date(start));
	return createTestPhone({ account, deviceId: device, indexedDB, read: readAsApp, start, http, seed: 900 });
}

/** What is to be at the server in the end: all that waits or is parked, as it was saved. */
function owed({ unsent, attention }: Seen): string[] {
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
	describe(nameOf(stored.person, stored.phone), () => {
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

		it('gives a restored server back what that had accepted, as it was saved', async () => {
			const indexedDB = await laid(stored);
			const { database, remove } = await openTestDatabase();
			ends.push(remove);
			await openTown(database, new Date('2026-07-20T00:00:00.000Z'));
			await replay(database, { ...stored, server: { ...stored.server, acts: [] } });
			await database.transaction((trx) => raiseEpoch(trx));
			for (const account of Object.keys(stored.seen)) {
				const phone = await phoneOn(stored, account, database, indexedDB);
				await phone.sync();
				const accepted = stored.server.acts
					.filter((one) => one.account === account)
					.flatMap(({ operations }) => operations as Operation[])
					.filter(({ opId }) => !stored.seen[account]?.attention.some((row) => row.opId === opId))
					.map(textOf);
				expect(await custody(database, accepted)).toEqual(accepted);
				phone.databases.close();
			}
		});
	});
}
