import { expect, it } from 'vitest';
import type { Photo } from '#lib/domain/photo.ts';
import { createBrowserCache } from '#tests/phone/browser-cache.ts';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import { viewOf } from '#tests/phone/peer.ts';
import { smallStorage } from '#tests/phone/small-storage.ts';
import { createTestPhone, readBody, sampleBody } from '#tests/phone/test-phone.ts';
import { bringBack } from '../bring-back.ts';
import type { Databases } from '../databases.ts';
import { getDraft, putDrafts } from '../drafts.ts';
import { rescueIn } from '../rescue.ts';
import type { DraftRow } from '../rows.ts';
import { saveWork } from '../save-work.ts';
import { addDraftPhoto, draftPhotosOf } from './draft-photos.ts';
import { isLost } from './lost-photos.ts';
import { countPhotos } from './photo-store.ts';

const RECORD = '0197e6a0-0000-7000-8000-0000000000a1';
const KEY = `visit:${RECORD}`;
const AT = '2025-07-09T02:00:00.000Z';

const photoOf = (n: number): Photo => ({
	...{ id: `0197e6a0-0000-7000-8000-00000000000${n}`, use: 'scene', mime: 'image/jpeg', bytes: 3 },
	...{ sha256: String(n).repeat(64), width: 4, height: 3, takenAt: null, source: 'camera' },
	...{ publicity: false, prints: [] }
});
const bodyWith = (...numbers: number[]) => ({ ...sampleBody('visit'), photos: numbers.map(photoOf) });
const numbersIn = (body: unknown) => (body as { photos: Photo[] }).photos.map(({ id }) => Number(id.at(-1)));
const draftWith = (baseRev: number, ...numbers: number[]): DraftRow => ({
	...{ key: KEY, kind: 'visit', recordId: RECORD, body: bodyWith(...numbers), typed: {}, baseRev },
	...{ startedAt: AT, changedAt: AT, issues: [] }
});

/** A phone whose database is another one than that beside which its copies were made. */
async function phoneWith(copy: DraftRow, isPulled = true) {
	const phone = await createTestPhone();
	const other = viewOf('another', 'visit', 1, sampleBody('visit'), 'acc-1');
	if (isPulled) phone.peer.put('user:acc-1', { kind: 'visit', id: 'another', body: other });
	await phone.sync();
	const { caches } = createBrowserCache(createManualClock());
	const rescue = rescueIn(caches, 'acc', smallStorage());
	rescue.arm();
	await rescue.keep([copy]);
	const databases: Databases = { ...phone.databases, rescue };
	const rows = () => databases.saves.run((database) => database.attachments.toArray());
	const lost = async () => (await rows()).filter(isLost).map(({ id }) => Number(id.at(-1)));
	const save = async (body: unknown) => {
		const opId = phone.newId();
		const entry = { opId, at: AT, verb: 'put', kind: 'visit', recordId: RECORD, region: '361024' } as const;
		const [saved] = await saveWork(databases, [{ ...entry, schema: 1, body }], readBody);
		return saved;
	};
	return { phone, databases, rows, lost, save };
}

/** There is no room for anything but to delete. */
function full(databases: Databases): Databases {
	const { saves } = databases;
	const run: typeof saves.run = (work) =>
		saves.run((database) => {
			const refuse = () => Promise.reject(new DOMException('', 'QuotaExceededError'));
			for (const table of [database.drafts, database.attachments])
				Object.assign(table, { put: refuse, bulkPut: refuse });
			return work(database);
		});
	return { ...databases, pause: () => Promise.resolve(), saves: { ...saves, database: saves.database, run } };
}

it('a form that opens from its copy names no photo whose bytes are gone, and its record waits for none', async () => {
	const { databases, rows, lost, save } = await phoneWith(draftWith(0, 1, 2));
	await addDraftPhoto(databases, KEY, photoOf(2), new Uint8Array(3).buffer);
	const draft = await getDraft(databases, 'visit', RECORD);
	expect(numbersIn(draft?.body)).toEqual([2]);
	// Told where what a phone has lost is told: with the form, and until it is saved.
	expect(await lost()).toEqual([1]);
	expect((await draftPhotosOf(databases, KEY)).map(isLost)).toEqual([true, false]);
	expect(await save(draft?.body)).toMatchObject({ attachments: [photoOf(2).id] });
	const { waiting, refused, lost: told } = countPhotos(await rows());
	expect([waiting, refused, told]).toEqual([1, 0, []]);
});

it('nor where there is no room to note what was lost', async () => {
	const { databases } = await phoneWith(draftWith(0, 1));
	const draft = await getDraft(full(databases), 'visit', RECORD);
	expect(draft).toMatchObject({ baseRev: 0, changedAt: AT });
	expect(numbersIn(draft?.body)).toEqual([]);
});

it.each([0, 1])('photos that the record has at the server stay in its form (base %i)', async (baseRev) => {
	const { phone, databases, lost } = await phoneWith(draftWith(baseRev, 1, 2, 3));
	const view = viewOf(RECORD, 'visit', 1, bodyWith(1), 'acc-7');
	phone.peer.put('area:361024', { kind: 'visit', id: RECORD, body: view });
	await phone.sync();
	await addDraftPhoto(databases, KEY, photoOf(2), new Uint8Array(3).buffer);
	const draft = await getDraft(databases, 'visit', RECORD);
	expect([numbersIn(draft?.body), await lost()]).toEqual([[1, 2], [3]]);
});

it('of a record that is not here nobody can say what it has; once it is, the form is looked at again', async () => {
	const { phone, databases, lost } = await phoneWith(draftWith(1, 1, 3));
	await bringBack(databases, () => Promise.resolve(readBody));
	expect(numbersIn((await getDraft(databases, 'visit', RECORD))?.body)).toEqual([1, 3]);
	expect(await lost()).toEqual([]);
	const view = viewOf(RECORD, 'visit', 1, bodyWith(1), 'acc-7');
	phone.peer.put('area:361024', { kind: 'visit', id: RECORD, body: view });
	await phone.sync();
	expect(numbersIn((await getDraft(databases, 'visit', RECORD))?.body)).toEqual([1]);
	expect(await lost()).toEqual([3]);
});

it('a photo that others took out of the record since the form was opened is none that is lost', async () => {
	const { phone, databases, lost } = await phoneWith(draftWith(0));
	const view = (...numbers: number[]) => viewOf(RECORD, 'visit', 1, bodyWith(...numbers), 'acc-7');
	phone.peer.put('area:361024', { kind: 'visit', id: RECORD, body: view(1) });
	await phone.sync();
	const changedAt = '2025-07-09T02:00:09.000Z';
	await putDrafts({ ...phone.databases }, [{ ...draftWith(1, 1), changedAt, before: bodyWith(1) }]);
	phone.peer.put('area:361024', { kind: 'visit', id: RECORD, rev: 2, body: view() });
	await phone.sync();
	expect(numbersIn((await getDraft(databases, 'visit', RECORD))?.body)).toEqual([1]);
	expect(await lost()).toEqual([]);
});

it('a photo that was noted as lost is not named by a copy that comes back once more', async () => {
	const { databases } = await phoneWith(draftWith(0, 1));
	await getDraft(databases, 'visit', RECORD);
	await databases.rescue?.keep([{ ...draftWith(0, 1), changedAt: '2025-07-09T02:00:09.000Z' }]);
	expect(numbersIn((await getDraft(databases, 'visit', RECORD))?.body)).toEqual([]);
});

it('a photo stays in a form as long as the record that has it at the server may still come', async () => {
	const { phone, databases, lost } = await phoneWith(draftWith(0, 1), false);
	const opened = async () => numbersIn((await getDraft(databases, 'visit', RECORD))?.body);
	await bringBack(databases, () => Promise.resolve(readBody));
	expect([await opened(), await lost()]).toEqual([[1], []]);
	phone.peer.put('user:acc-1', {
		...{ kind: 'visit', id: RECORD, body: viewOf(RECORD, 'visit', 1, bodyWith(1), 'acc-1') }
	});
	await phone.sync();
	expect([await opened(), await lost()]).toEqual([[1], []]);
	// As at a restore of the server, until all has come again.
	await databases.saves.run(({ records, cursors }) =>
		Promise.all([records.delete([RECORD]), cursors.toCollection().modify({ sweeping: true })])
	);
	expect([await opened(), await lost()]).toEqual([[1], []]);
	await databases.saves.run(({ cursors }) => cursors.toCollection().modify({ sweeping: false }));
	expect([await opened(), await lost()]).toEqual([[], [1]]);
});

it('a photo that its person took out since the copy was made is none that is lost', async () => {
	const { databases, lost } = await phoneWith(draftWith(0, 1));
	const { rescue: _, ...withoutCopies } = databases;
	await putDrafts(withoutCopies, [{ ...draftWith(0), changedAt: '2025-07-09T02:00:09.000Z' }]);
	await bringBack(databases, () => Promise.resolve(readBody));
	expect(numbersIn((await getDraft(databases, 'visit', RECORD))?.body)).toEqual([]);
	expect(await lost()).toEqual([]);
});
