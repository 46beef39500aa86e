import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Photo } from '#lib/domain/photo.ts';
import { openDatabases, type Databases } from '../databases.ts';
import { deleteDraft, draftKey, getDraft, putDrafts } from '../drafts.ts';
import type { ReadBody } from '../record-row.ts';
import { saveWork } from '../save-work.ts';
import { addDraftPhoto, draftPhotosOf, dropDraftPhoto } from './draft-photos.ts';
import { freeConfirmedBytes } from './free-bytes.ts';
import { bytesOf, photosOf } from './photos-of.ts';
import { createPhotoStore } from './photo-store.ts';
import { dropWithdrawn } from './withdrawn.ts';

const RECORD = '0197e6a0-0000-7000-8000-0000000000a1';
const KEY = draftKey('visit', RECORD);
const NOW = Date.parse('2025-07-08T02:00:00.000Z');
const DAY = 86_400_000;

const read: ReadBody = (_kind, _schema, body) => ({
	...{ body, region: '361024', date: '2025-07-08', team: null, organisation: null, station: null },
	...{ campaign: null, trip: null, parent: null, reviewed: true, searchText: '' }
});

function photoOf(n: number): Photo {
	return {
		...{ id: `0197e6a0-0000-7000-8000-00000000000${n}`, use: 'scene', mime: 'image/jpeg', bytes: 3 },
		...{ sha256: String(n).repeat(64), width: 4, height: 3, takenAt: null, source: 'camera' },
		...{ publicity: false, prints: [] }
	} as Photo;
}
const bytes = () => new Uint8Array([1, 2, 3]).buffer;

let databases: Databases;
beforeEach(async () => {
	databases = await openDatabases('person', {
		timer: { after: () => () => {} },
		indexedDB: new IDBFactory()
	});
});
afterEach(() => databases.close());

const save = (opId: string, photos: readonly Photo[]) =>
	saveWork(
		databases,
		[
			{
				...({ opId, at: new Date(NOW).toISOString(), verb: 'put', kind: 'visit', recordId: RECORD } as const),
				...{ region: '361024', schema: 2, body: { region: '361024', photos } }
			}
		],
		read
	);

async function confirm(id: string, at: number, epoch: number): Promise<void> {
	await databases.pulls.run(async (database) => {
		const confirmed = { at: new Date(at).toISOString(), epoch };
		await database.attachments.update(id, { state: 'sent', confirmed });
		await database.outbox.clear();
	});
}

async function serverAt(epoch: number): Promise<void> {
	await databases.pulls.run((database) => database.meta.put({ key: 'server', value: { epoch } }));
}

describe('photos of a form', () => {
	it('are there whatever becomes of the page, also those that the draft does not name yet', async () => {
		await addDraftPhoto(databases, KEY, photoOf(2), bytes());
		await addDraftPhoto(databases, KEY, photoOf(1), bytes());
		expect((await draftPhotosOf(databases, KEY)).map((row) => row.photo)).toEqual([photoOf(1), photoOf(2)]);
		expect(await bytesOf(databases, photoOf(1).id)).toEqual(bytes());
	});

	it('are the record’s when it is saved, named by its operation, and no longer taken away', async () => {
		await addDraftPhoto(databases, KEY, photoOf(1), bytes());
		const [operation] = await save('op-1', [{ ...photoOf(1), publicity: true }]);
		expect(operation?.attachments).toEqual([photoOf(1).id]);
		await dropDraftPhoto(databases, photoOf(1).id);
		const [row] = await photosOf(databases, RECORD);
		expect(row).toMatchObject({ state: 'waits', draft: null, hasBytes: true, photo: { publicity: true } });
		expect(await draftPhotosOf(databases, KEY)).toEqual([]);
	});

	it('go with the form that is thrown away, those of what was saved stay', async () => {
		await addDraftPhoto(databases, KEY, photoOf(1), bytes());
		await save('op-1', [photoOf(1)]);
		await addDraftPhoto(databases, KEY, photoOf(2), bytes());
		await deleteDraft(databases, 'visit', RECORD, new Date(NOW).toISOString());
		expect(await bytesOf(databases, photoOf(2).id)).toBeNull();
		expect(await bytesOf(databases, photoOf(1).id)).toEqual(bytes());
	});

	it('refuses bytes that are not as long as the photo', async () => {
		const cut = new Uint8Array(2).buffer;
		await expect(addDraftPhoto(databases, KEY, photoOf(1), cut)).rejects.toThrow(RangeError);
	});

	it('leaves other forms alone', async () => {
		const draft = {
			...{ key: KEY, kind: 'visit', recordId: RECORD, body: {}, typed: {}, baseRev: 0 },
			...{ startedAt: '', changedAt: '', issues: [] }
		};
		await putDrafts(databases, [draft]);
		await addDraftPhoto(databases, KEY, photoOf(1), bytes());
		await deleteDraft(databases, 'visit', 'another', new Date(NOW).toISOString());
		expect(await getDraft(databases, 'visit', RECORD)).toBeDefined();
		expect(await draftPhotosOf(databases, KEY)).toHaveLength(1);
	});
});

describe('bytes of photos', () => {
	beforeEach(async () => {
		await addDraftPhoto(databases, KEY, photoOf(1), bytes());
		await save('op-1', [photoOf(1)]);
		await serverAt(1);
	});
	const isHere = async () => (await bytesOf(databases, photoOf(1).id)) !== null;

	it('stay while the server has not confirmed file and record, whatever the want of room', async () => {
		expect(await freeConfirmedBytes(databases, null)).toBe(0);
		expect(await freeConfirmedBytes(databases, NOW + 400 * DAY)).toBe(0);
		expect(await isHere()).toBe(true);
	});

	it('stay 30 days after it did, and are given up then', async () => {
		await confirm(photoOf(1).id, NOW, 1);
		expect(await freeConfirmedBytes(databases, NOW + 29 * DAY)).toBe(0);
		expect(await freeConfirmedBytes(databases, NOW + 31 * DAY)).toBe(1);
		expect(await isHere()).toBe(false);
		expect(await photosOf(databases, RECORD)).toMatchObject([{ state: 'sent', hasBytes: false }]);
	});

	it('are given up at once where there is no room for a new one', async () => {
		await confirm(photoOf(1).id, NOW, 1);
		expect(await freeConfirmedBytes(databases, null)).toBe(1);
	});

	it('stay when the server was put back from a backup since, and while work on the record waits', async () => {
		await confirm(photoOf(1).id, NOW, 1);
		await serverAt(2);
		expect(await freeConfirmedBytes(databases, null)).toBe(0);
		await serverAt(1);
		await save('op-2', [photoOf(1)]);
		expect(await freeConfirmedBytes(databases, null)).toBe(0);
		expect(await isHere()).toBe(true);
	});
});

describe('photos that a restored server has not confirmed again', () => {
	const store = () => createPhotoStore(databases);
	const standing = async () => [await store().waiting(), await store().unsent()];
	beforeEach(async () => {
		for (const n of [1, 2]) await addDraftPhoto(databases, KEY, photoOf(n), bytes());
		await save('op-1', [photoOf(1), photoOf(2)]);
		await serverAt(1);
		for (const n of [1, 2]) {
			await confirm(photoOf(n).id, NOW, 1);
			await store().note(photoOf(n).id, { offset: 3 });
		}
	});

	it('are what the lane still has to ask about, and what a revoked phone is not emptied before', async () => {
		expect(await standing()).toEqual([0, 0]);
		await serverAt(2);
		expect(await standing()).toEqual([2, 2]);
		expect((await store().next(new Set([photoOf(1).id])))?.id).toBe(photoOf(2).id);
		await confirm(photoOf(1).id, NOW, 2);
		expect(await standing()).toEqual([1, 1]);
		// The server has the whole file and waits for the record.
		await store().note(photoOf(2).id, { state: 'waits', confirmed: null });
		expect(await standing()).toEqual([1, 0]);
		await confirm(photoOf(2).id, NOW, 2);
		expect([await standing(), await store().next(new Set())]).toEqual([[0, 0], null]);
	});

	it('are not those that were taken out of their record', async () => {
		await serverAt(2);
		await save('op-2', [photoOf(2)]);
		expect(await standing()).toEqual([1, 1]);
	});

	it('stay so when an answer comes late that the server gave before it was put back', async () => {
		await serverAt(2);
		for (const n of [1, 2]) await confirm(photoOf(n).id, NOW, 2);
		expect(await standing()).toEqual([0, 0]);
		await store().note(photoOf(1).id, { state: 'waits', confirmed: null });
		await store().note(photoOf(1).id, { state: 'sent', confirmed: { at: '', epoch: 1 } });
		expect(await store().waiting()).toBe(1);
		await store().note(photoOf(1).id, { state: 'sent', confirmed: { at: '', epoch: 2 } });
		expect(await store().waiting()).toBe(0);
	});
});

describe('photos that were taken out of their record', () => {
	const isHere = async (n: number) => (await bytesOf(databases, photoOf(n).id)) !== null;
	const next = async () => (await createPhotoStore(databases).next(new Set()))?.id ?? null;
	/** The server has all that waits, and a pull brought what it made of it. */
	async function accept(photos: readonly Photo[], conflicts: readonly unknown[] = []): Promise<void> {
		await databases.pulls.run(async (database) => {
			await database.outbox.clear();
			const row = await database.records.get(RECORD);
			const { laid: _, ...standing } = row ?? {};
			const base = { rev: 2, body: { region: '361024', photos }, conflicts };
			await database.records.alone.put({ ...standing, base } as never);
		});
	}
	beforeEach(async () => {
		for (const n of [1, 2]) await addDraftPhoto(databases, KEY, photoOf(n), bytes());
		await save('op-1', [photoOf(1), photoOf(2)]);
	});

	it('are not sent, and their bytes stay while a save that names them waits', async () => {
		expect(await next()).toBe(photoOf(1).id);
		await save('op-2', [photoOf(2)]);
		expect(await next()).toBe(photoOf(2).id);
		expect(await createPhotoStore(databases).waiting()).toBe(1);
		expect(await dropWithdrawn(databases)).toBe(0);
		expect(await isHere(1)).toBe(true);
		// Taken back: it is as if it had never been taken out.
		await save('op-3', [photoOf(1), photoOf(2)]);
		expect(await createPhotoStore(databases).waiting()).toBe(2);
	});

	it('go when nothing names them any more, and no other goes with them', async () => {
		await save('op-2', [photoOf(2)]);
		await accept([photoOf(2)]);
		expect(await dropWithdrawn(databases)).toBe(1);
		expect([await isHere(1), await isHere(2)]).toEqual([false, true]);
		expect((await photosOf(databases, RECORD)).map(({ id }) => id)).toEqual([photoOf(2).id]);
	});

	it('stay while accepted work that a restored server must hear again, a refused save or a form names them', async () => {
		await save('op-2', [photoOf(2)]);
		const [first] = await databases.saves.run((database) => database.outbox.orderBy('n').toArray());
		if (!first) throw new Error('a save waits');
		await accept([photoOf(2)]);
		const journal = { ...first, acceptedAt: '', epoch: 1, rev: 1, no: null };
		await databases.saves.run((database) => database.journal.alone.put(journal));
		expect([await next(), await dropWithdrawn(databases)]).toEqual([photoOf(2).id, 0]);
		await databases.saves.run((database) => database.journal.alone.clear());

		const refused = { opId: 'op-9', recordId: RECORD, kind: 'visit', operation: first };
		await databases.saves.run((database) =>
			database.attention.put({ ...refused, verdict: null, why: 'refused', since: '' })
		);
		expect([await next(), await dropWithdrawn(databases)]).toEqual([photoOf(1).id, 0]);
		await databases.saves.run((database) => database.attention.clear());

		const draft = { key: KEY, kind: 'visit', recordId: RECORD, typed: {}, baseRev: 1, issues: [] };
		const times = { startedAt: '', changedAt: '' };
		await putDrafts(databases, [{ ...draft, ...times, body: { photos: [photoOf(1)] } }]);
		expect(await dropWithdrawn(databases)).toBe(0);
		expect(await isHere(1)).toBe(true);
	});

	it('are sent all the same where a proposal that waits for a coordinator names them', async () => {
		const proposal = { field: 'photos', current: [photoOf(2)], proposed: [photoOf(1), photoOf(2)] };
		await accept([photoOf(2)], [{ id: 'c', by: 'vol', byName: '', at: '', fields: [proposal] }]);
		expect(await next()).toBe(photoOf(1).id);
		expect(await dropWithdrawn(databases)).toBe(0);
	});
});
