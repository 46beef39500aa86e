/** A restore: all of it or nothing, never underneath a server, on both engines; and phones bring the lost day back. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkBackup } from '#lib/server/backup/check-backup.ts';
import { restoreBackup, type RestorePorts } from '#lib/server/backup/restore-backup.ts';
import { writeBackup } from '#lib/server/backup/write-backup.ts';
import { migrateSchema } from '#lib/server/database/migrate.ts';
import { migrations } from '#lib/server/database/migrations/index.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { holdDatabase, type Lease } from '#lib/server/backup/hold-database.ts';
import { processPlace } from '#lib/server/backup/process-place.ts';
import { systemPorts } from '#lib/server/ports.ts';
import { backupFolder, bodyHash, readBackup } from './backup-file.ts';
import { body, Deployment, newId } from './deployment.ts';
import { phoneOf } from './phone-of.ts';

let database: ServerDatabase;
let folder: ReturnType<typeof backupFolder>;
let ends: (() => Promise<void>)[] = [];

async function another(): Promise<ServerDatabase> {
	const opened = await openTestDatabase({ empty: true });
	ends.push(opened.remove);
	return opened.database;
}

beforeEach(async () => {
	database = await another();
	folder = backupFolder();
});
afterEach(async () => {
	for (const end of ends) await end();
	ends = [];
	folder.remove();
});

let made = 0;
async function backUp(from: ServerDatabase = database): Promise<string> {
	const file = folder.at(`${++made}.jsonl`);
	await writeBackup(from, file, { clock: () => new Date('2025-07-09T12:00:00.000Z') });
	return file;
}

const contentOf = async (of: ServerDatabase) => bodyHash(readBackup(await backUp(of)));

async function restore(
	file: string,
	{
		into = database,
		replace = false,
		...ports
	}: Partial<RestorePorts> & { into?: ServerDatabase; replace?: boolean } = {}
): Promise<number> {
	const wait = () => Promise.reject(new Error('nobody to wait for'));
	return restoreBackup(into, await checkBackup(file), replace, {
		clock: () => new Date('2025-07-10T12:00:00.000Z'),
		wait,
		...ports
	});
}

async function inUse(): Promise<Deployment> {
	const deployment = await Deployment.open(database);
	const texts = ['甲\u{20000}乙 "quoted"\\', '甲\u2028乙', '<b>', 'é\u0301'];
	for (const situation of texts) await deployment.visit('vol', { situation });
	// A key in letters beyond the first 65,536, where the order of bytes is not that of JavaScript.
	await database.transaction((trx) =>
		trx
			.insertInto('supply_price')
			.values(['\u{20000}', '\uff21', 'a', 'A', '中'].map((supply) => ({ supply, price_fen: 1 })))
			.execute()
	);
	return deployment;
}

describe('a restore', () => {
	it('gives back every row, in an empty database and in place of another, under an epoch that never was', async () => {
		const deployment = await inUse();
		await database.transaction((trx) =>
			trx.updateTable('account').set({ password_hash: 'argon2' }).where('id', '=', 'vol').execute()
		);
		const file = await backUp();
		const before = readBackup(file);
		const empty = await another();
		const first = await restore(file, { into: empty });
		expect(await contentOf(empty)).toBe(bodyHash(before));
		expect(first).toBeGreaterThan(before.header.epoch);

		await expect(restore(file)).rejects.toMatchObject({ code: 'not_empty' });
		await deployment.visit();
		await restore(file, { replace: true });
		expect(await contentOf(database)).toBe(bodyHash(before));
		const later = { clock: () => new Date('2025-07-10T12:00:01.000Z') };
		// The same old file on a new machine: phones that have seen the first time must notice the second.
		expect(await restore(file, { into: await another(), ...later })).toBeGreaterThan(first);
		const back = { clock: () => new Date('2001-01-01T00:00:00.000Z') };
		expect(await restore(file, { replace: true, into: empty, ...back })).toBe(first + 1);
		expect(
			readBackup(await backUp(empty))
				.rows.get('scope_head')
				?.every(({ gen }) => gen === first + 1)
		).toBe(true);
	});

	it('brings an older schema forward, and refuses one that it does not know', async () => {
		const [oldest = ''] = Object.keys(migrations);
		await migrateSchema(database.writer, oldest);
		await database.transaction(async (trx) => {
			const meta = { id: 1, server_id: 's', epoch: 4, grants_rev: 2, created_at: '2025-01-01T00:00:00.000Z' };
			await trx
				.insertInto('meta')
				.values(meta as never)
				.execute();
			const row = { scope: 'ref', seq: 1, kind: 'visit', record_id: 'r', rev: 1, gone: 0 as const };
			await trx
				.insertInto('feed')
				.values([row, { ...row, scope: 'user:a' }])
				.execute();
		});
		const file = await backUp();
		expect(readBackup(file).header.migration).toBe(oldest);
		const into = await another();
		await restore(file, { into });
		const after = readBackup(await backUp(into));
		expect(after.header.migration).toBe(Object.keys(migrations).at(-1));
		expect(after.rows.get('meta')).toMatchObject([{ server_id: 's', grants_rev: 2, mark: null }]);
		expect(after.rows.get('feed')).toHaveLength(2);

		await into.transaction((trx) =>
			trx
				.insertInto('kysely_migration' as never)
				.values({ name: '9999-later', timestamp: '2030' } as never)
				.execute()
		);
		await expect(restore(file, { into, replace: true })).rejects.toMatchObject({ code: 'newer_database' });
	});

	it('that fails in its middle has changed nothing', async () => {
		const deployment = await inUse();
		const file = await backUp();
		await deployment.visit();
		const before = await contentOf(database);
		const checked = await checkBackup(file);
		writeFileSync(file, readFileSync(file, 'utf8').replace('quoted', 'forged'));
		const ports = { clock: () => new Date(), wait: () => Promise.resolve() };
		await expect(restoreBackup(database, checked, true, ports)).rejects.toMatchObject({ code: 'changed' });
		expect(await contentOf(database)).toBe(before);
	});
});

describe('a database that a server holds', () => {
	it('is not touched: several hold it at once, and the last to leave frees it', async () => {
		await inUse();
		const file = await backUp();
		const before = await contentOf(database);
		const leases = [await holdDatabase(database, systemPorts), await holdDatabase(database, systemPorts)];
		const beating = { replace: true, wait: async () => leases.at(-1)?.beat() };
		await expect(restore(file, beating)).rejects.toMatchObject({ code: 'held' });
		await leases.pop()?.release();
		await expect(restore(file, beating)).rejects.toMatchObject({ code: 'held' });
		expect(await contentOf(database)).toBe(before);
		await leases.pop()?.release();
		await restore(file, beating);
	});

	it('is free when its server gives no sign of life for as long as is said, or its process is gone', async () => {
		await inUse();
		const file = await backUp();
		const row = { id: 'a', place: 'elsewhere', process: 1, beat: 7, seen_at: new Date().toISOString() };
		await database.transaction((trx) => trx.insertInto('server_lease').values(row).execute());
		let waited = 0;
		let told = 0;
		await restore(file, {
			replace: true,
			tell: (millis) => (told = millis),
			wait: async (millis) => void (waited += millis)
		});
		expect([told, waited]).toEqual([25_000, 25_000]);
		// The highest number that a Linux gives to a process is 2^22.
		const here = { ...row, place: processPlace(), process: 2 ** 22 + 1 };
		expect(here.place).not.toBe('');
		await database.transaction((trx) => trx.insertInto('server_lease').values(here).execute());
		await restore(file, { replace: true });
	});

	it('stays held when a server starts while the others are watched', async () => {
		await inUse();
		const file = await backUp();
		const row = { id: 'a', place: '', process: 1, beat: 7, seen_at: new Date().toISOString() };
		await database.transaction((trx) => trx.insertInto('server_lease').values(row).execute());
		let looks = 0;
		let came: Lease | null = null;
		const wait = async () => {
			if (++looks === 50) came = await holdDatabase(database, systemPorts);
		};
		await expect(restore(file, { replace: true, wait })).rejects.toMatchObject({ code: 'held' });
		await (came as Lease | null)?.release();
	});
});

describe('after a restore of yesterday', () => {
	it('phones bring the lost day back: nothing is lost or doubled, and every number is given once', async () => {
		const deployment = await Deployment.open(database);
		await deployment.addDevice('vol', 'second');
		const phones = [
			await phoneOf(deployment, 'vol', 'vol'),
			await phoneOf(deployment, 'vol', 'second'),
			await phoneOf(deployment, 'mate', 'mate')
		];
		const [first, second, mate] = phones as [(typeof phones)[0], (typeof phones)[0], (typeof phones)[0]];
		// All phones draw the same numbers: their own ids would meet.
		const save = (phone: typeof first, change: object = {}, recordId = newId()) =>
			phone.save('visit', body({ ...change }), { recordId, opId: newId() });
		const old = await save(first, { situation: 'old' });
		const kept = [old, await save(mate), await save(second)];
		for (const phone of phones) await phone.sync();
		for (const phone of phones) await phone.sync();
		const file = await backUp();
		const numbers = new Map(
			(await Promise.all(kept.map((id) => deployment.row(id)))).map((row) => [row?.id, row?.no])
		);

		await save(first, { situation: 'amended on the lost day' }, old);
		const lost = [await save(first), await save(mate)];
		for (const phone of phones) await phone.sync();
		const unsent = await save(second);
		expect((await deployment.row(lost[0] ?? ''))?.no).toBeTruthy();

		for (let times = 1; times <= 2; times++) {
			await restore(file, { replace: true, clock: () => new Date(Date.UTC(2025, 6, 10, times)) });
			expect(await deployment.row(lost[0] ?? '')).toBeUndefined();
			for (let round = 0; round < 3; round++) for (const phone of phones) await phone.sync();
			const rows = await database.reader.selectFrom('record').selectAll().execute();
			expect(rows.map(({ id }) => id).sort()).toEqual([...kept, ...lost, unsent].sort());
			expect(new Set(rows.map(({ no }) => no)).size).toBe(rows.length);
			for (const id of kept) expect(rows.find((row) => row.id === id)?.no).toBe(numbers.get(id));
			expect(await deployment.bodyOf(old)).toMatchObject({ situation: 'amended on the lost day' });
			const operations = await database.reader.selectFrom('operation').select(['outcome']).execute();
			expect(operations.map(({ outcome }) => outcome)).toEqual(Array(7).fill('applied'));
			for (const [phone, ids] of [
				[first, [old, lost[0]]],
				[second, [unsent]],
				[mate, [lost[1]]]
			] as const) {
				expect((await phone.store.counts()).waiting).toBe(0);
				expect(phone.logged).not.toContain('sync.mismatch');
				for (const id of ids) {
					const row = rows.find((one) => one.id === id);
					expect(await phone.record(id ?? '')).toMatchObject({
						stage: 'on-server',
						no: row?.no,
						base: { rev: row?.rev }
					});
				}
			}
		}
	});
});
