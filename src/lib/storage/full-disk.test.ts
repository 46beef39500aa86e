import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import { createFullDisk } from '#tests/phone/full-disk.ts';
import { ACCOUNT, readBody, sampleBody } from '#tests/phone/test-phone.ts';
import { openDatabases, type Databases } from './databases.ts';
import { putDrafts } from './drafts.ts';
import type { Rescue } from './rescue.ts';
import { keepReserve, withReserve } from './reserve.ts';
import type { DraftRow } from './rows.ts';
import { saveWork } from './save-work.ts';
import type { WaitingRow } from './schema.ts';
import type { SpareRoom } from './spare-room.ts';

const AT = '2025-07-09T02:00:00.000Z';
const WORK = {
	opId: '0190b3a0-0000-7000-8000-00000000000b',
	at: AT,
	verb: 'put' as const,
	kind: 'visit',
	recordId: '0190b3a0-0000-7000-8000-00000000000a',
	region: '361024',
	schema: 1,
	body: sampleBody('visit')
};

/** A phone whose disk has room again, or not, with the second wait for it. */
async function open(rescue?: Rescue) {
	const disk = createFullDisk(new IDBFactory());
	const { indexedDB, spare } = disk;
	const opened = await openDatabases(ACCOUNT, { timer: { after: () => () => {} }, indexedDB, spare, rescue });
	const waits: number[] = [];
	const databases: Databases = {
		...opened,
		pause: async (millis) => {
			if (waits.push(millis) === 2) disk.free();
		}
	};
	return { disk, databases, waits };
}

/** Calls back between the commit of a save and what is asked after it. */
function afterWriting(databases: Databases, callback: () => unknown): Databases {
	let runs = 0;
	const { saves } = databases;
	return {
		...databases,
		saves: {
			...saves,
			database: saves.database,
			async run(work) {
				const result = await saves.run(work);
				if (++runs === 1) await callback();
				return result;
			}
		}
	};
}

/** @param isGiven whether there is room for a copy: what comes before is counted as `early` */
function boxOf(isGiven = () => true): Rescue & { kept: (WaitingRow | DraftRow)[]; early: number } {
	const kept: (WaitingRow | DraftRow)[] = [];
	let isArmed = false;
	let early = 0;
	return {
		kept,
		get early() {
			return early;
		},
		get isArmed() {
			return isArmed;
		},
		arm: () => void (isArmed = true),
		isOwing: false,
		keep: async (rows) => {
			if (!isGiven()) early++;
			kept.push(...rows);
		},
		rows: () => Promise.resolve({ work: [], drafts: [] }),
		drop: () => Promise.resolve(),
		words: { keep: () => {}, drop: () => {}, all: () => [] },
		clear: () => Promise.resolve()
	};
}

const draft: DraftRow = {
	...{ key: 'visit:r1', kind: 'visit', recordId: 'r1', baseRev: 0, issues: [] },
	...{ body: { situation: 'typed' }, typed: {}, startedAt: AT, changedAt: AT }
};

it('nothing is copied before room was given for the copy', async () => {
	let isGiven = () => false;
	const box = boxOf(() => isGiven());
	const { disk, databases } = await open(box);
	isGiven = () => disk.isGiven;
	let runs = 0;
	const { saves } = databases;
	const run: typeof saves.run = (work) =>
		++runs <= 2 ? Promise.reject(new DOMException('', 'AbortError')) : saves.run(work);
	await putDrafts({ ...databases, saves: { ...saves, database: saves.database, run } }, [draft]);
	expect([box.early, box.kept.includes(draft)]).toEqual([0, true]);
});

it('what is typed is copied as soon as the room is given, and not when nothing more is tried', async () => {
	let isGiven = () => false;
	const box = boxOf(() => isGiven());
	const { disk, databases, waits } = await open(box);
	isGiven = () => disk.isGiven;
	let before = 0;
	disk.fill(databases);
	const pause = async (millis: number) => {
		before = box.kept.length;
		await databases.pause(millis);
	};
	await putDrafts({ ...databases, pause }, [draft]);
	expect([before > 0, waits.length, box.early]).toEqual([true, 2, 0]);
	expect(box.kept).toContainEqual(draft);
});

it('a reading that finds its database closed is the first failure, too', async () => {
	const box = boxOf();
	const { disk, databases } = await open(box);
	disk.fill(databases);
	await expect(databases.saves.run((database) => database.drafts.count())).rejects.toMatchObject({
		code: 'lost'
	});
	expect([disk.isGiven, box.isArmed]).toEqual([true, true]);
});

it('an exchange that ends meanwhile does not take the room back, or is made to give it once more', async () => {
	const { databases } = await open();
	let isKept = true;
	const spare: SpareRoom = {
		isShort: false,
		keep: () => Promise.resolve((isKept = true)),
		give: async () => void (isKept = false)
	};
	const phone = { ...databases, spare };
	const save = async () => {
		if (isKept) throw new DOMException('', 'AbortError');
		return 'saved';
	};
	const exchange = () => keepReserve(phone, () => {});
	let tries = 0;
	// It is over between the giving and the saving.
	const first = withReserve(phone, async () => (++tries === 3 && (await exchange()), save()));
	expect([await first, tries]).toEqual(['saved', 3]);
	expect([await exchange(), isKept]).toEqual([true, true]);
	// It was already under way.
	tries = 0;
	const second = withReserve(phone, async () => (++tries === 3 && (await spare.keep()), save()));
	expect([await second, tries]).toEqual(['saved', 4]);
});

it('what was committed is not called lost because the browser closed its databases the next moment', async () => {
	const { disk, databases, waits } = await open();
	const closed = afterWriting(databases, () => disk.fill(databases));
	await expect(saveWork(closed, [WORK], readBody)).resolves.toMatchObject([{ opId: WORK.opId, n: 1 }]);
	expect([disk.isGiven, waits.length]).toEqual([true, 2]);
	expect(await databases.saves.run((database) => database.outbox.count())).toBe(1);
});

it('what an empty database has taken the place of is written once more', async () => {
	const { databases } = await open();
	const emptied = afterWriting(databases, () => databases.pulls.database.outbox.clear());
	await saveWork(emptied, [WORK], readBody);
	expect(await databases.saves.run((database) => database.outbox.toArray())).toMatchObject([
		{ opId: WORK.opId }
	]);
});
