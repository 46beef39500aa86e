/** Who is shown a photo, and how it is served: judged anew each time, by the record as it stands. */
import { describe, expect, it } from 'vitest';
import { grantsOf } from '#lib/server/accounts/grants.ts';
import { fileAtDesk, fileOnPhone } from '#lib/server/attachments/find-file.ts';
import { photoResponse } from '#lib/server/attachments/photo-response.ts';
import { type Deployment, newId, type Person } from './deployment.ts';
import { eachTownWithPhotos } from './each-town.ts';
import { type Receiver, takePhoto, visitWith, type Taken } from './photo-files.ts';

let town: Deployment;
let receiver: Receiver;
eachTownWithPhotos((begun, receives) => {
	town = begun;
	receiver = receives;
});

const identity = async (who: Person) => ({
	account: { id: who, login: who, zh: who, en: who, team: 'T1', closedAt: null },
	device: { id: town.device(who), account: who, revoked: false },
	grants: await grantsOf(town.database.reader, who)
});
const onPhone = async (who: Person, { photo }: Taken) =>
	(await fileOnPhone(town.database, await identity(who), photo.id, town.now)) !== null;
const atDesk = async (who: Person, { photo }: Taken) =>
	(await fileAtDesk(town.database, await identity(who), photo.id, town.now)) !== null;

describe('the photos of a record', () => {
	it('are shown to who may see the record, and to nobody else', async () => {
		const taken = takePhoto();
		const id = await visitWith(town, 'vol', [taken]);
		expect(await onPhone('vol', taken)).toBe(false);
		await receiver.send('vol', taken);
		const phones: Record<string, boolean> = {};
		const desks: Record<string, boolean> = {};
		for (const who of ['vol', 'mate', 'lead', 'rev', 'far', 'city', 'audit'] as const) {
			phones[who] = await onPhone(who, taken);
			desks[who] = await atDesk(who, taken);
		}
		expect(phones).toEqual({
			...{ vol: true, mate: false, lead: true, rev: true, far: false, city: true, audit: false }
		});
		// An auditor reads with persons masked, and a picture cannot be masked.
		expect(desks).toEqual({
			...{ vol: true, mate: false, lead: false, rev: true, far: false, city: true, audit: false }
		});
		// Once it is decided it leaves the team's and the county's work.
		expect((await town.act('rev', 'approve', id, 1)).outcome).toBe('applied');
		expect([await onPhone('vol', taken), await onPhone('lead', taken)]).toEqual([true, false]);
		expect(await atDesk('rev', taken)).toBe(true);
	});

	it('cannot be had by naming another’s photo in an own record', async () => {
		const taken = takePhoto();
		await visitWith(town, 'vol', [taken]);
		await receiver.send('vol', taken);
		await visitWith(town, 'mate', [taken]);
		expect(await onPhone('mate', taken)).toBe(false);
		expect(await atDesk('mate', taken)).toBe(false);
		expect(await onPhone('vol', taken)).toBe(true);
	});

	const noneMissing = () => Promise.reject(new Error('It is there.'));

	it('are served as what they are and nothing else', async () => {
		const taken = takePhoto();
		await receiver.send('vol', taken);
		const { sha256 } = taken.photo;
		const response = await photoResponse(
			taken.photo.id,
			{ sha256, mime: 'image/jpeg' },
			null,
			receiver.stores,
			noneMissing
		);
		expect(new Uint8Array(await response.arrayBuffer())).toEqual(taken.bytes);
		expect(Object.fromEntries(response.headers)).toMatchObject({
			'content-type': 'image/jpeg',
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'; sandbox",
			'content-disposition': `inline; filename="${taken.photo.id}.jpg"`
		});
	});

	it('are kept by a browser and asked about each time: 304 for whom may still see them, nothing for others', async () => {
		const taken = takePhoto();
		await visitWith(town, 'vol', [taken]);
		await receiver.send('vol', taken);
		const { id, sha256 } = taken.photo;
		const ask = async (who: Person, known: string | null) =>
			photoResponse(
				...([id, await fileAtDesk(town.database, await identity(who), id, town.now), known] as const),
				...([receiver.stores, noneMissing] as const)
			);
		const first = await ask('rev', null);
		expect(first.headers.get('cache-control')).toBe('private, no-cache');
		const tag = first.headers.get('etag') ?? '';
		expect(tag).toBe(`"${sha256}"`);
		for (const known of [tag, `W/${tag}`, `"another", ${tag}`]) {
			const again = await ask('rev', known);
			expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag]);
		}
		expect((await ask('rev', '"another"')).status).toBe(200);
		expect((await ask('far', tag)).status).toBe(404);
		expect((await ask('audit', tag)).status).toBe(404);
	});

	it('that were taken out of the record are shown to nobody any more', async () => {
		const [stays, goes] = [takePhoto(), takePhoto()];
		const id = await visitWith(town, 'vol', [stays, goes]);
		for (const taken of [stays, goes]) await receiver.send('vol', taken);
		expect([await onPhone('vol', goes), await atDesk('rev', goes)]).toEqual([true, true]);
		const without = { ...(await town.bodyOf(id)), photos: [stays.photo] };
		expect((await town.act('vol', 'amend', id, 1, without, { schema: 2 })).outcome).toBe('applied');
		for (const who of ['vol', 'lead', 'rev', 'city'] as const)
			expect([who, await onPhone(who, goes), await atDesk(who, goes)]).toEqual([who, false, false]);
		expect([await onPhone('vol', stays), await atDesk('rev', stays)]).toEqual([true, true]);
		// The receiving end still takes it for what it is: a phone that sends it late is done with it.
		expect((await receiver.look('vol', goes)).headers['x-liangfeng-file']).toBe('stored');
	});

	it('that the store has lost are said to be missing, at once and afterwards', async () => {
		const told: string[] = [];
		const found = { sha256: 'ab'.repeat(32), mime: 'image/jpeg' };
		const response = await photoResponse(newId(), found, null, receiver.stores, (sha256) =>
			Promise.resolve(void told.push(sha256))
		);
		expect([response.status, await response.json(), told]).toEqual([
			410,
			{ error: 'photo-missing' },
			[found.sha256]
		]);
	});
});
