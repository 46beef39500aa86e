import 'fake-indexeddb/auto';
import { forceCloseDatabase, IDBFactory } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';
import { createFullDisk } from '#tests/phone/full-disk.ts';
import { createTestPhone } from '#tests/phone/test-phone.ts';
import { openDatabases, watch } from './databases.ts';
import { withReserve } from './reserve.ts';
import type { SpareRoom } from './spare-room.ts';

describe('a database that the browser closes underneath', () => {
	it('is opened again, and what was being watched goes on', async () => {
		const phone = await createTestPhone();
		const { databases } = phone;
		const seen: number[] = [];
		const stop = watch(
			databases,
			(database) => database.outbox.count(),
			(count) => seen.push(count)
		);
		await phone.save('visit');
		await expect.poll(() => seen.at(-1)).toBe(1);
		for (const { database } of [databases.saves, databases.pulls]) {
			const closed = database.backendDB();
			if (!closed) throw new Error('not open');
			forceCloseDatabase(closed as never);
			await expect.poll(() => database.isOpen()).toBe(false);
		}
		// The exchange writes through its own connection while the other is still closed.
		await databases.pulls.run((database) => database.outbox.clear());
		await databases.saves.run((database) => database.meta.count());
		await expect.poll(() => seen.at(-1)).toBe(0);
		await phone.save('visit');
		await expect.poll(() => seen.at(-1)).toBe(1);
		stop();
		await phone.save('visit');
		expect(seen.at(-1)).toBe(1);
	});
});

describe('what is watched while a full disk keeps the database closed', () => {
	it('is told of as soon as it opens again, however long that takes', async () => {
		const disk = createFullDisk(new IDBFactory());
		let pauses = 0;
		const pause = async () => {
			if (++pauses === 5) disk.free();
		};
		const timer = { after: () => () => {} };
		const { indexedDB, spare } = disk;
		const databases = { ...(await openDatabases('somebody', { timer, indexedDB, spare })), pause };
		disk.fill(databases);
		const seen: number[] = [];
		const stop = watch(
			databases,
			(database) => database.outbox.count(),
			(count) => seen.push(count)
		);
		await expect.poll(() => seen).toEqual([0]);
		stop();
		databases.close();
	});
});

describe('a connection that is closed between two acts, and says so later', () => {
	it('is opened again by what has a deadline for it, and not by Dexie', async () => {
		const phone = await createTestPhone();
		const { saves } = phone.databases;
		const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
		let reopened = 0;
		saves.onReopened(() => reopened++);
		saves.database.backendDB().close();
		await phone.save('visit');
		expect(await phone.own()).toHaveLength(1);
		expect(reopened).toBe(1);
		expect(warned).not.toHaveBeenCalled();
		warned.mockRestore();
	});
});

describe('a full disk', () => {
	const full = new DOMException('full', 'QuotaExceededError');
	const spareOf = (given: string[]): SpareRoom => ({
		isShort: false,
		keep: () => Promise.resolve(true),
		give: async () => void given.push('given')
	});

	it('gives the spare room up, and tries for some moments until there is room', async () => {
		const phone = await createTestPhone();
		const given: string[] = [];
		const waits: number[] = [];
		const databases = {
			...phone.databases,
			spare: spareOf(given),
			pause: async (millis: number) => void waits.push(millis)
		};
		let calls = 0;
		const saved = withReserve(databases, () =>
			++calls < 5 ? Promise.reject(full) : Promise.resolve('saved')
		);
		expect(await saved).toBe('saved');
		expect([given.length, waits]).toEqual([4, [300, 1_500, 5_000]]);
		const never = withReserve(databases, () => Promise.reject(full));
		await expect(never).rejects.toMatchObject({ name: 'StorageFailure', code: 'quota' });
	});
});
