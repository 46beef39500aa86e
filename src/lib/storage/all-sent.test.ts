import { expect, it, vi } from 'vitest';
import type { Photo } from '#lib/domain/photo.ts';
import { json } from '#tests/phone/peer.ts';
import { createTestPhone } from '#tests/phone/test-phone.ts';
import { countOutbox, isAllSent } from './outbox.ts';
import type { PhotoRow } from './photos/photo-row.ts';

const NOW = '2026-07-20T01:00:00.000Z';

async function openPhone() {
	const phone = await createTestPhone();
	const says = async () => isAllSent(await phone.databases.saves.run(countOutbox));
	await phone.sync();
	return { phone, says };
}

it('all is sent when nothing waits, and not before', async () => {
	const { phone, says } = await openPhone();
	expect(await says()).toBe(true);
	await phone.save('visit');
	expect(await says()).toBe(false);
	await phone.sync();
	expect(await says()).toBe(true);
});

it('what the server has parked is sent', async () => {
	const { phone, says } = await openPhone();
	phone.peer.judge = () => ({ outcome: 'parked', refusal: 'right-ended' });
	await phone.save('visit');
	await phone.sync();
	expect(await says()).toBe(true);
});

it('what was set aside was never sent: too big, or of a scope that was dropped', async () => {
	const { phone, says } = await openPhone();
	await phone.save('visit');
	phone.peer.faults.push(() => json(413, { error: 'too-big' }));
	await phone.sync();
	expect(await phone.store.counts()).toMatchObject({ waiting: 0, attention: 1 });
	expect(await says()).toBe(false);

	const other = await openPhone();
	const id = await other.phone.save('visit');
	await other.phone.sync();
	await other.phone.save('visit', { remark: 'more' }, { recordId: id });
	const { memberships = {} } =
		(await other.phone.databases.saves.run((database) => database.records.get(id))) ?? {};
	for (const scope of Object.keys(memberships)) await other.phone.store.dropScope(scope, NOW);
	expect(await other.phone.store.counts()).toMatchObject({ waiting: 0, attention: 1 });
	expect(await other.says()).toBe(false);
});

const photo = (id: string): Photo => ({
	...{ id, use: 'scene', mime: 'image/jpeg', bytes: 3, sha256: 'a'.repeat(64), width: 4, height: 3 },
	...{ takenAt: null, source: 'camera', publicity: false, prints: [] }
});
const ID = '0197e6a0-0000-7000-8000-000000000031';

/** A phone whose visit, with one photo, the server has; `put` says how the photo stands. */
async function withPhoto() {
	const { phone, says } = await openPhone();
	const recordId = await phone.save('visit', { photos: [photo(ID)] });
	await phone.sync();
	const put = (row: Partial<PhotoRow>) =>
		phone.databases.saves.run((database) =>
			database.attachments.put({
				...{ id: ID, photo: photo(ID), recordId, draft: null, state: 'waits', offset: 0, uploadUrl: null },
				...{ tries: 0, trouble: null, confirmed: null, hasBytes: true, ...row }
			})
		);
	const counts = () => phone.databases.saves.run(countOutbox);
	return { phone, says, recordId, put, counts };
}
const confirmed = { at: NOW, epoch: 1 };

it('a photo that waits is not sent; one that was sent, and one of a draft, hold nothing up', async () => {
	const { put, says } = await withPhoto();
	for (const [row, isSaid] of [
		[{ state: 'draft', recordId: null, draft: 'visit:x' }, true],
		[{ state: 'waits' }, false],
		[{ state: 'sent', confirmed, offset: 3 }, true]
	] as const) {
		await put(row);
		expect(await says()).toBe(isSaid);
	}
});

it('a photo that was refused is not sent; one that is lost is nowhere to be sent from', async () => {
	const { put, says, counts } = await withPhoto();
	await put({ state: 'refused', trouble: 'damaged' });
	expect(await counts()).toMatchObject({ photosWaiting: 0, photosRefused: 1 });
	expect(await says()).toBe(false);
	await put({ state: 'refused', trouble: 'damaged', hasBytes: false });
	expect(await says()).toBe(true);
});

it('a photo that was sent before the server was put back from a backup waits to be confirmed again', async () => {
	const { phone, put, says, counts } = await withPhoto();
	await put({ state: 'sent', confirmed, offset: 3 });
	expect(await says()).toBe(true);
	phone.peer.epoch = 7;
	await phone.sync();
	expect(await counts()).toMatchObject({ waiting: 0, photosWaiting: 1 });
	expect(await says()).toBe(false);
	// Without its bytes there is nothing that this phone could give the server.
	await put({ state: 'sent', confirmed, hasBytes: false });
	expect(await says()).toBe(true);
	await put({ state: 'sent', confirmed: { at: NOW, epoch: 7 }, offset: 3 });
	expect(await says()).toBe(true);
});

it('a photo that was taken out of its record after the text was sent does not wait', async () => {
	const { phone, recordId, put, says, counts } = await withPhoto();
	await put({ state: 'waits' });
	expect(await says()).toBe(false);
	await phone.save('visit', { photos: [] }, { recordId });
	await phone.sync();
	expect(await counts()).toMatchObject({ waiting: 0, photosWaiting: 0 });
	expect(await says()).toBe(true);
	await put({ state: 'refused', trouble: 'refused' });
	expect(await says()).toBe(true);
});

it('reads no record, and no photo that was sent, while none waits', async () => {
	const { phone, put, says } = await withPhoto();
	await put({ state: 'sent', confirmed: { at: NOW, epoch: 7 }, offset: 3 });
	phone.peer.epoch = 7;
	await phone.sync();
	await says();
	const { database } = phone.databases.saves;
	const records = vi.spyOn(database.records, 'getMany');
	const read: string[] = [];
	database.attachments.hook('reading', (row: PhotoRow) => (read.push(row.id), row));
	expect(await says()).toBe(true);
	expect([records.mock.calls.length, read]).toEqual([0, []]);
	await put({ state: 'waits' });
	expect(await says()).toBe(false);
	expect([records.mock.calls.length, read]).toEqual([1, [ID]]);
});
