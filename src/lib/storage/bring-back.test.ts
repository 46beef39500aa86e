import { expect, it } from 'vitest';
import type { Verdict } from '#lib/domain/operation.ts';
import { viewOf } from '#tests/phone/peer.ts';
import { smallStorage } from '#tests/phone/small-storage.ts';
import { createTestPhone, readBody, sampleBody } from '#tests/phone/test-phone.ts';
import { applyVerdicts } from './apply-verdicts.ts';
import { bringBack } from './bring-back.ts';
import type { Databases } from './databases.ts';
import { dropScope } from './drop-scope.ts';
import { deleteDraft, getDraft, putDrafts } from './drafts.ts';
import { lastWordsIn } from './last-words.ts';
import { unconfirmedPhotos } from './photos/unconfirmed.ts';
import { draftPhotosOf } from './photos/draft-photos.ts';
import { countPhotos } from './photos/photo-store.ts';
import type { Rescue } from './rescue.ts';
import { withReserve } from './reserve.ts';
import type { DraftRow } from './rows.ts';
import { saveWork } from './save-work.ts';
import type { WaitingRow } from './schema.ts';

/** A place for copies that outlives the databases. */
function rescue(storage = smallStorage()): Rescue & { readonly copies: Map<string, WaitingRow | DraftRow> } {
	const copies = new Map<string, WaitingRow | DraftRow>();
	const words = lastWordsIn(storage, 'acc');
	let isArmed = false;
	return {
		copies,
		words,
		get isArmed() {
			return isArmed;
		},
		arm: () => void (isArmed = true),
		isOwing: false,
		async keep(rows) {
			for (const row of rows) copies.set('key' in row ? row.key : row.opId, structuredClone(row));
		},
		async rows() {
			const all = [...copies.values()];
			const work = all.filter((row) => 'opId' in row).sort((one, other) => one.n - other.n);
			return { work, drafts: [...all.filter((row) => 'key' in row), ...words.all()] };
		},
		async drop(ids) {
			words.drop(ids);
			for (const id of ids) copies.delete(id);
		},
		clear: () => Promise.resolve(copies.clear())
	};
}
const draft = (recordId: string, situation: string, second: number): DraftRow => ({
	key: `visit:${recordId}`,
	kind: 'visit',
	recordId,
	body: { situation },
	typed: {},
	baseRev: 0,
	startedAt: '2025-07-09T02:00:00.000Z',
	changedAt: `2025-07-09T02:00:0${second}.000Z`,
	issues: []
});
const read = () => Promise.resolve(readBody);
const aborted = new DOMException('', 'AbortError');
const visit = (recordId: string, situation: string) => ({
	opId: `${recordId}-${situation}`,
	at: '2025-07-09T02:00:00.000Z',
	verb: 'put' as const,
	kind: 'visit',
	recordId,
	region: '361024',
	schema: 1,
	body: { ...sampleBody('visit'), situation }
});

it('copies nothing while nothing fails, and all that waits from the first failure on', async () => {
	const phone = await createTestPhone();
	const box = rescue();
	const databases: Databases = { ...phone.databases, rescue: box };
	await saveWork(databases, [visit('r1', 'a')], readBody);
	expect(box.copies.size).toBe(0);
	let calls = 0;
	await withReserve(databases, () => (++calls === 1 ? Promise.reject(aborted) : Promise.resolve()));
	await saveWork(databases, [visit('r2', 'b')], readBody);
	expect([...box.copies.keys()]).toEqual(['r1-a', 'r2-b']);
});

it('copies all that waits with the first draft for which there was no room', async () => {
	const phone = await createTestPhone();
	const box = rescue();
	const databases: Databases = { ...phone.databases, rescue: box };
	await saveWork(databases, [visit('r1', 'a')], readBody);
	box.arm();
	await putDrafts(databases, [draft('r2', 'typed', 1)]);
	expect([...box.copies.keys()].sort()).toEqual(['r1-a', 'visit:r2']);
});

it('brings back what an emptied database lost, once, in order and as it was', async () => {
	const phone = await createTestPhone();
	const box = rescue();
	box.arm();
	const databases: Databases = { ...phone.databases, rescue: box };
	await saveWork(databases, [visit('r1', 'a')], readBody);
	await saveWork(databases, [visit('r1', 'b'), visit('r2', 'c')], readBody);
	const before = await phone.databases.saves.run((database) => database.outbox.orderBy('n').toArray());
	expect(await bringBack(databases, read)).toBe(0);

	const empty = await createTestPhone();
	const next: Databases = { ...empty.databases, rescue: box };
	expect(await bringBack(next, read)).toBe(3);
	expect(await bringBack(next, read)).toBe(0);
	const after = await empty.databases.saves.run((database) => database.outbox.orderBy('n').toArray());
	expect(after).toEqual(before);
	expect(await empty.record('r1')).toMatchObject({ stage: 'on-phone', body: { situation: 'b' }, waiting: 2 });
	// What is saved next comes behind it.
	const [added] = await saveWork(next, [visit('r3', 'd')], readBody);
	expect(added?.n).toBe((before.at(-1)?.n ?? 0) + 1);
	await empty.sync();
	expect([...empty.peer.custody.keys()]).toEqual(['r1-a', 'r1-b', 'r2-c', 'r3-d']);
	expect(await bringBack(next, read)).toBe(0);
	expect(box.copies.size).toBe(0);
});

it('opens where the copies cannot be read, and looks for them again before the next save', async () => {
	const box = rescue();
	await box.keep([{ ...visit('r1', 'a'), n: 1, lane: 'send' } as unknown as WaitingRow]);
	let isBroken = true;
	const rows = () => (isBroken ? Promise.reject(new DOMException('', 'UnknownError')) : box.rows());
	const wrapped: Rescue = Object.create(box, { rows: { value: rows } });
	const phone = await createTestPhone();
	const databases: Databases = { ...phone.databases, rescue: wrapped };
	expect([await bringBack(databases, read), box.isArmed]).toEqual([0, true]);
	isBroken = false;
	await saveWork(databases, [visit('r2', 'b')], readBody);
	const waiting = await databases.saves.run((database) => database.outbox.orderBy('n').toArray());
	expect(waiting.map(({ opId }) => opId)).toEqual(['r1-a', 'r2-b']);
});

it('brings it back before what is saved next, where the browser emptied the database under an open app', async () => {
	const phone = await createTestPhone();
	const box = rescue();
	const databases: Databases = { ...phone.databases, rescue: box };
	box.arm();
	await saveWork(databases, [visit('r1', 'a'), visit('r2', 'b')], readBody);
	await databases.pulls.run((database) => Promise.all(database.tables.map((table) => table.clear())));
	await saveWork(databases, [visit('r1', 'c')], readBody);
	const waiting = await databases.saves.run((database) => database.outbox.orderBy('n').toArray());
	expect(waiting.map(({ opId, n, verb }) => [opId, n, verb])).toEqual([
		['r1-a', 1, 'create'],
		['r2-b', 2, 'create'],
		['r1-c', 3, 'amend']
	]);
});

it('brings drafts back that were typed on a full disk, and none that was saved or given up', async () => {
	const phone = await createTestPhone();
	const box = rescue();
	const databases: Databases = { ...phone.databases, rescue: box };
	await putDrafts(databases, [draft('r0', 'before anything failed', 0)]);
	expect(box.copies.size).toBe(0);
	box.arm();
	for (const id of ['r1', 'r2', 'r3']) await putDrafts(databases, [draft(id, `draft of ${id}`, 1)]);
	await putDrafts(databases, [draft('r1', 'and more', 2)]);
	await saveWork(databases, [visit('r2', 'saved')], readBody);
	await deleteDraft(databases, 'visit', 'r3', '2025-07-09T02:00:09.000Z');

	const empty = await createTestPhone();
	const next: Databases = { ...empty.databases, rescue: box };
	await bringBack(next, read);
	const found = await next.saves.run((database) => database.drafts.toArray());
	expect(found).toMatchObject([{ key: 'visit:r1', body: { situation: 'and more' } }]);
	// What was typed since is not put back to what it was.
	await putDrafts({ ...next, rescue: rescue() }, [draft('r1', 'and still more', 3)]);
	await bringBack(next, read);
	expect(await getDraft(next, 'visit', 'r1')).toMatchObject({ body: { situation: 'and still more' } });
});

it('says which photos did not come back with what names them', async () => {
	const photo = (id: string) => ({ id, use: 'scene', mime: 'image/jpeg', bytes: 3, sha256: '', prints: [] });
	const box = rescue();
	box.arm();
	const phone = await createTestPhone();
	const databases: Databases = { ...phone.databases, rescue: box };
	const work = visit('r1', 'a');
	await saveWork(
		databases,
		[{ ...work, body: { ...work.body, photos: [photo('p1'), photo('p2')] } }],
		readBody
	);
	const typed = draft('r2', 'b', 1);
	await putDrafts(databases, [{ ...typed, body: { situation: 'b', photos: [photo('p3')] } }]);

	const empty = await createTestPhone();
	const next: Databases = { ...empty.databases, rescue: box };
	await bringBack(next, read);
	const { lost } = countPhotos(await next.saves.run((database) => database.attachments.toArray()));
	expect(lost.map(({ id, recordId, draft: key }) => [id, recordId, key])).toEqual([
		['p1', 'r1', null],
		['p2', 'r1', null]
	]);
	// Of a form that is said once the records are here that it may be one of.
	await empty.sync();
	expect(await getDraft(next, 'visit', 'r2')).toMatchObject({ body: { situation: 'b', photos: [] } });
	expect(await draftPhotosOf(next, 'visit:r2')).toMatchObject([{ id: 'p3', hasBytes: false }]);
	// Nothing of them waits, and nothing more is lost by taking the person off this phone.
	expect(await next.saves.run(unconfirmedPhotos)).toEqual([]);
});

it('takes in the words that a page left behind, with what their form was opened with', async () => {
	const phone = await createTestPhone();
	const storage = smallStorage();
	storage.setItem('liangfeng-words-acc-visit:r9', '{"not":"whole');
	const box = rescue(storage);
	const databases: Databases = { ...phone.databases, rescue: box };
	const before = { situation: 'as it was opened' };
	await putDrafts(databases, [{ ...draft('r1', 'a', 1), before }]);
	box.words.keep([
		{ ...draft('r1', 'a and b', 2), before },
		{ ...draft('r2', 'c', 2), before }
	]);
	expect(box.words.all().map((one) => one.before)).toEqual([undefined, undefined]);
	await bringBack(databases, read);
	expect(await getDraft(databases, 'visit', 'r1')).toMatchObject({ body: { situation: 'a and b' }, before });
	expect(await getDraft(databases, 'visit', 'r2')).toMatchObject({ body: { situation: 'c' }, before: null });
	expect(box.words.all()).toEqual([]);
});

const answered = {
	epoch: 1,
	now: '2025-07-09T02:00:00.000Z',
	serverTime: '2025-07-09T02:00:00.000Z',
	read: readBody
};
const verdict = (opId: string, outcome: 'applied' | 'rejected') =>
	({ opId, outcome, rev: outcome === 'applied' ? 1 : null, no: null, issues: [] }) as unknown as Verdict;

it('does not bring back over its correction what was refused and corrected', async () => {
	const phone = await createTestPhone();
	const box = rescue();
	box.arm();
	const databases: Databases = { ...phone.databases, rescue: box };
	await saveWork(databases, [visit('r1', 'a')], readBody);
	await applyVerdicts(databases, [verdict('r1-a', 'rejected')], answered);
	await saveWork(databases, [visit('r1', 'b')], readBody);
	await applyVerdicts(databases, [verdict('r1-b', 'applied')], answered);
	expect([...box.copies.keys()]).toEqual(['r1-a', 'r1-b']);
	expect(await bringBack(databases, read)).toBe(0);
	expect(await phone.record('r1')).toMatchObject({ body: { situation: 'b' }, waiting: 0 });
	expect([...box.copies.keys()]).toEqual([]);
});

it('takes what was answered before it was tried again for saved, and sends it once', async () => {
	const phone = await createTestPhone();
	await saveWork(phone.databases, [visit('r1', 'a')], readBody);
	await applyVerdicts(phone.databases, [verdict('r1-a', 'applied')], answered);
	const [again] = await saveWork(phone.databases, [visit('r1', 'a')], readBody);
	expect(again?.opId).toBe('r1-a');
	await saveWork(phone.databases, [visit('r2', 'b')], readBody);
	await applyVerdicts(phone.databases, [verdict('r2-b', 'rejected')], answered);
	await saveWork(phone.databases, [visit('r2', 'b')], readBody);
	expect(await phone.databases.saves.run((database) => database.outbox.count())).toBe(0);
});

it('keeps nothing in a copy of what others wrote in a county that the person left', async () => {
	const phone = await createTestPhone();
	const box = rescue();
	box.arm();
	const databases: Databases = { ...phone.databases, rescue: box };
	const body = { ...sampleBody('visit'), situation: 'of another' };
	phone.peer.put('area:361024', { kind: 'visit', id: 'r1', body: viewOf('r1', 'visit', 1, body, 'acc-7') });
	await phone.sync();
	await saveWork(databases, [visit('r1', 'mine')], readBody);
	const kept = () => JSON.stringify([...box.copies.values()]);
	expect(kept()).toContain('of another');
	await dropScope(databases, 'area:361024', answered.now, readBody);
	expect(kept()).toContain('mine');
	expect(kept()).not.toContain('of another');
});

it('opens a form from the copy of its draft that there was no room to put back', async () => {
	const phone = await createTestPhone();
	const box = rescue();
	const databases: Databases = { ...phone.databases, rescue: box };
	await putDrafts(databases, [draft('r1', 'in the database', 1)]);
	box.arm();
	await box.keep([draft('r1', 'typed later', 2), draft('r2', 'nowhere else', 1)]);
	expect(await getDraft(databases, 'visit', 'r1')).toMatchObject({ body: { situation: 'typed later' } });
	expect(await getDraft(databases, 'visit', 'r2')).toMatchObject({ body: { situation: 'nowhere else' } });
	await putDrafts({ ...databases, rescue: rescue() }, [draft('r1', 'last', 3)]);
	expect(await getDraft(databases, 'visit', 'r1')).toMatchObject({ body: { situation: 'last' } });
});
