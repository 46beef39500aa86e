import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { sha256 } from '@noble/hashes/sha2.js';
import { toBase32 } from '#lib/domain/codes/base32.ts';
import { toGolombSet } from '#lib/protocol/received/golomb-set.ts';
import { dayMark, receivedFrames } from '#lib/protocol/received/received-frames.ts';
import { openDatabases } from '#lib/storage/databases.ts';
import { setMeta } from '#lib/storage/meta.ts';
import { collectReceived, type ReceivedCollector } from './received-today.ts';

const SEASON = 'SQL-2026';
const DAY = '2026-07-10';
const databasesOf = (indexedDB: IDBFactory) =>
	openDatabases('vol', { timer: { after: () => () => {} }, indexedDB });
const keys = (name: string, count: number) => Array.from({ length: count }, (_, at) => `card:${name}-${at}`);

async function show(collector: ReceivedCollector, device: string, given: readonly string[]): Promise<void> {
	for (const frame of receivedFrames(SEASON, DAY, device, given)) await collector.take(frame);
}

describe('what colleagues told of today', () => {
	it('counts a colleague once who shows a longer list later, and does not keep the shorter one', async () => {
		const indexedDB = new IDBFactory();
		const databases = await databasesOf(indexedDB);
		const collector = await collectReceived(databases, SEASON, DAY);
		const all = keys('a', 30);
		await show(collector, 'one', all.slice(0, 20));
		await show(collector, 'two', keys('b', 5));
		expect(collector.count).toBe(25);
		await show(collector, 'one', all);
		expect(collector.count).toBe(35);
		for (const key of [...all, ...keys('b', 5)]) expect(collector.has(key)).toBe(true);
		// The same after the app was closed.
		const again = await collectReceived(databases, SEASON, DAY);
		expect([again.count, again.has('card:a-29'), again.has('card:b-4')]).toEqual([35, true, true]);
	});

	it('gives a false alarm in less than 0.2 % of cases, however often five colleagues show their lists', async () => {
		const collector = await collectReceived(await databasesOf(new IDBFactory()), SEASON, DAY);
		for (const device of ['one', 'two', 'three', 'four', 'five'])
			for (const length of [100, 150, 200]) await show(collector, device, keys(device, length));
		expect(collector.count).toBe(1_000);
		const wrong = keys('nobody', 40_000).filter((key) => collector.has(key)).length;
		expect(wrong / 40_000).toBeLessThan(0.002);
	});

	it('still knows what an older app told, and what an older version of this one has kept', async () => {
		const databases = await databasesOf(new IDBFactory());
		const of = dayMark(SEASON, DAY);
		const old = await collectReceived(databases, SEASON, DAY);
		const { count, bytes } = toGolombSet(['card:x'], 10);
		const id = toBase32(sha256(bytes).subarray(0, 5));
		expect(await old.take(`LR1.${of}.${id}.1-1.${count}.${toBase32(bytes)}`)).toMatchObject({ done: true });
		expect([old.count, old.has('card:x')]).toEqual([1, true]);
		await databases.saves.run(async (database) => {
			const kept = (await database.meta.get('colleagues'))?.value as { places: number[] }[];
			await setMeta(database, 'colleagues', [{ of, id, count, places: kept[0]?.places ?? [] }]);
		});
		const again = await collectReceived(databases, SEASON, DAY);
		expect([again.count, again.has('card:x')]).toEqual([1, true]);
	});
});
