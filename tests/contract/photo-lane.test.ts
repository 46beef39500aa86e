/** Photos from a phone's real storage to the server's real receiving end: the lane between them. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { arrivedPhotos } from '#lib/server/attachments/arrived-photos.ts';
import { listMissing, lookForMissing, noteMissing } from '#lib/server/attachments/missing-photos.ts';
import { s3Files } from '#lib/server/attachments/s3-files.ts';
import { ACCESS_KEY, openSignedS3 } from '#lib/server/attachments/testing/signed-s3.ts';
import { watchedFiles } from '#lib/server/attachments/watched-files.ts';
import { bytesOf } from '#lib/storage/photos/photos-of.ts';
import { type Deployment } from './deployment.ts';
import { eachTownWithPhotos } from './each-town.ts';
import { type Receiver, takePhoto } from './photo-files.ts';
import { photoPhone } from './photo-phone.ts';

let town: Deployment;
let receiver: Receiver;
eachTownWithPhotos((begun, receives) => {
	town = begun;
	receiver = receives;
});

it('a record and its photos arrive; the photos are sent in pieces, and stay on the phone for a while', async () => {
	const one = await photoPhone(town, receiver, 'vol');
	const taken = [takePhoto(3_500), takePhoto(500)];
	await one.save(taken);
	await one.phone.sync();
	await one.lane.sendNow();
	expect(Object.values(await one.standing())).toEqual(['sent', 'sent']);
	const patches = one.asked.filter(({ method }) => method === 'PATCH');
	expect(patches.map(({ body }) => body.length).sort()).toEqual([1_000, 1_000, 1_000, 500, 500].sort());
	for (const { photo, bytes } of taken) {
		expect(await receiver.stores.files.get(photo.sha256)).toEqual(bytes);
		expect(await bytesOf(one.phone.databases, photo.id)).not.toBeNull();
	}
});

it('a photo is not sent before its phone has heard of the server, and is not “sent” before its record is there', async () => {
	const one = await photoPhone(town, receiver, 'vol');
	await one.save([takePhoto()]);
	await one.lane.sendNow();
	expect(one.asked).toEqual([]);
	await one.phone.databases.pulls.run(async (database) => {
		const { server_id: serverId } = await town.database.reader
			.selectFrom('meta')
			.selectAll()
			.executeTakeFirstOrThrow();
		await database.meta.put({ key: 'server', value: { serverId, epoch: 0, lastServerTime: '' } });
	});
	await one.lane.sendNow();
	expect(Object.values(await one.standing())).toEqual(['waits']);
	expect(await one.store.unsent()).toBe(0);
	await one.phone.sync();
	await one.lane.sendNow();
	expect(Object.values(await one.standing())).toEqual(['sent']);
});

it('a link that takes a piece of each request and answers none is used for what it carries', async () => {
	let sent = 0;
	const taken = takePhoto(5_000);
	const one = await photoPhone(town, receiver, 'vol', {
		road: ({ method, body }) => {
			if (method !== 'PATCH') return {};
			const arrives = Math.min(body.length, 700);
			sent += arrives;
			return { arrives, isAnswered: false };
		}
	});
	await one.save([taken]);
	await one.phone.sync();
	for (let turn = 0; turn < 12; turn++) await one.lane.sendNow();
	expect(Object.values(await one.standing())).toEqual(['sent']);
	expect(sent).toBe(5_000);
});

it('waits do not grow while something arrives, and do while nothing does', async () => {
	let arrives = 100;
	const one = await photoPhone(town, receiver, 'vol', {
		road: ({ method }) => (method === 'PATCH' ? { arrives, isAnswered: false } : {})
	});
	await one.save([takePhoto(3_000)]);
	await one.phone.sync();
	const waits: number[] = [];
	const turn = async () => {
		const before = one.phone.clock.now();
		const asked = one.asked.length;
		while (one.asked.length === asked) {
			one.phone.clock.advance(500);
			await new Promise((wake) => setImmediate(wake));
		}
		waits.push(one.phone.clock.now() - before);
		while (one.lane.status.sending) await new Promise((wake) => setImmediate(wake));
	};
	await one.lane.sendNow();
	for (let count = 0; count < 6; count++) await turn();
	expect(Math.max(...waits)).toBeLessThanOrEqual(6_000);
	arrives = 0;
	waits.length = 0;
	for (let count = 0; count < 8; count++) await turn();
	expect(Math.max(...waits)).toBeGreaterThan(10_000);
});

it('a photo that is refused, or damaged on the phone, holds up neither the others nor the record', async () => {
	const one = await photoPhone(town, receiver, 'vol');
	const [good, damaged, other] = [takePhoto(), takePhoto(), takePhoto()];
	const noPhoto = { ...other, photo: { ...other.photo, mime: 'image/webp' as const } };
	const id = await one.save([damaged, noPhoto, good]);
	await one.phone.databases.saves.run((database) =>
		database.attachmentBytes.put({ id: damaged.photo.id, bytes: new Uint8Array(3_000).buffer })
	);
	await one.phone.sync();
	await one.lane.sendNow();
	expect(await one.standing()).toEqual({
		[damaged.photo.id]: 'refused',
		[noPhoto.photo.id]: 'refused',
		[good.photo.id]: 'sent'
	});
	expect((await one.phone.record(id))?.stage).toBe('on-server');
	expect(one.lane.status.trouble).toBeNull();
});

it('two are under way at a time', async () => {
	const one = await photoPhone(town, receiver, 'vol');
	let most = 0;
	let arrived = () => {};
	const second = new Promise<void>((settle) => (arrived = settle));
	const under = new Set<string>();
	const ask = receiver.ask.bind(receiver);
	receiver.ask = async (...request) => {
		const id = request[2];
		if (id) under.add(id);
		most = Math.max(most, under.size);
		if (under.size === 2) arrived();
		// The first is not answered before there is a second: one after the other would never end.
		if (id) await second;
		const answer = await ask(...request);
		if (id && answer.headers['x-liangfeng-file'] === 'stored') under.delete(id);
		return answer;
	};
	await one.save(Array.from({ length: 6 }, () => takePhoto(2_500)));
	await one.phone.sync();
	await one.lane.sendNow();
	expect(Object.values(await one.standing()).every((state) => state === 'sent')).toBe(true);
	expect(most).toBe(2);
});

it('a store that refuses the secret loses no photo: the phone keeps it and sends it when the secret is right', async () => {
	const { endpoint, close } = await openSignedS3(join(receiver.folder, 's3'), 'right');
	try {
		const one = await photoPhone(town, receiver, 'vol');
		const taken = takePhoto(2_500);
		const id = await one.save([taken]);
		const storeWith = (secretAccessKey: string) =>
			watchedFiles(
				s3Files({
					...{ endpoint, bucket: 'photos', region: 'us-east-1' },
					...{ accessKeyId: ACCESS_KEY, secretAccessKey }
				})
			);
		const files = storeWith('wrong');
		receiver.stores = { ...receiver.stores, files };
		await one.phone.sync();
		await one.lane.sendNow();
		expect((await one.phone.record(id))?.stage).toBe('on-server');
		expect(Object.values(await one.standing())).toEqual(['waits']);
		expect(one.lane.status.trouble).toBe('busy');
		expect(await bytesOf(one.phone.databases, taken.photo.id)).not.toBeNull();
		expect(files.trouble).toBe('secret');
		const right = storeWith('right');
		receiver.stores = { ...receiver.stores, files: right };
		const patches = one.asked.filter(({ method }) => method === 'PATCH').length;
		await one.lane.sendNow();
		expect(Object.values(await one.standing())).toEqual(['sent']);
		expect(one.asked.filter(({ method }) => method === 'PATCH')).toHaveLength(patches);
		expect(await right.get(taken.photo.sha256)).toEqual(taken.bytes);
	} finally {
		await close();
	}
});

it('a photo whose file was lost is called missing until a phone that still has it sends it again', async () => {
	const one = await photoPhone(town, receiver, 'vol');
	const [lost, kept] = [takePhoto(), takePhoto()];
	const id = await one.save([lost, kept]);
	await one.phone.sync();
	await one.lane.sendNow();
	const look = () => lookForMissing(town.database, receiver.stores.files, town.now);
	const states = async () => {
		const photos = [lost.photo, kept.photo];
		const arrived = await arrivedPhotos(town.database.reader, id, { photos });
		return photos.map((photo) => arrived.get(photo.id));
	};
	expect(await look()).toBe(0);
	const { sha256 } = lost.photo;
	rmSync(join(receiver.folder, 'files', sha256.slice(0, 2), sha256.slice(2)));
	expect(await look()).toBe(1);
	expect(await look()).toBe(1);
	expect(await states()).toEqual(['missing', 'here']);
	const listed = await listMissing(town.database.reader, 10);
	expect(listed).toMatchObject([{ record: id, kind: 'visit', photos: 1, since: town.now.toISOString() }]);
	// As after a restore: the phone asks for each photo it has.
	await town.database.transaction((trx) => trx.updateTable('meta').set({ epoch: 7 }).execute());
	for (let turn = 0; turn < 3; turn++) await one.phone.sync();
	await one.lane.sendNow();
	expect(Object.values(await one.standing())).toEqual(['sent', 'sent']);
	expect(await states()).toEqual(['here', 'here']);
	// Copied back into the folder by hand.
	rmSync(join(receiver.folder, 'files', sha256.slice(0, 2), sha256.slice(2)));
	await noteMissing(town.database, sha256, town.now);
	expect(await states()).toEqual(['missing', 'here']);
	await receiver.stores.files.put(sha256, lost.bytes, 'image/jpeg');
	expect(await look()).toBe(0);
	expect(await states()).toEqual(['here', 'here']);
});

it('a server put back from a backup gets the photos again that it lost, from phones that still have them', async () => {
	const one = await photoPhone(town, receiver, 'vol');
	const taken = takePhoto();
	await one.save([taken]);
	await one.phone.sync();
	await one.lane.sendNow();
	expect(Object.values(await one.standing())).toEqual(['sent']);
	// The backup was made before any of it.
	await town.database.transaction(async (trx) => {
		for (const table of ['attachment', 'upload', 'feed', 'measure', 'flag'] as const)
			await trx.deleteFrom(table).execute();
		for (const table of ['record_revision', 'record', 'operation'] as const)
			await trx.deleteFrom(table).execute();
		await trx.deleteFrom('scope_head').where('scope', '!=', 'ref').execute();
		await trx.updateTable('meta').set({ epoch: 7 }).execute();
	});
	for (let turn = 0; turn < 3; turn++) await one.phone.sync();
	await one.lane.sendNow();
	expect(Object.values(await one.standing())).toEqual(['sent']);
	const rows = await town.database.reader.selectFrom('upload').selectAll().execute();
	expect(rows.map(({ id, whole_at }) => [id, whole_at !== null])).toEqual([[taken.photo.id, true]]);
});

it.each([
	[401, 'auth'],
	[500, 'server']
] as const)('photos of one person that are answered %i keep those of no other', async (status, code) => {
	const others = [
		await photoPhone(town, receiver, 'vol', { seed: 2 }),
		await photoPhone(town, receiver, 'mate', { seed: 3 })
	];
	for (const other of others) {
		await other.save([takePhoto()]);
		await other.phone.sync();
	}
	const one = await photoPhone(town, receiver, 'lead', {
		ports: {
			others: () =>
				Promise.resolve(
					others.map(({ store }, at) => ({
						store,
						identity: { accountId: at ? 'mate' : 'vol', deviceId: '' },
						close: () => {},
						onTrouble: () => Promise.resolve()
					}))
				)
		}
	});
	await one.save([takePhoto()]);
	await one.phone.sync();
	const ask = receiver.ask.bind(receiver);
	receiver.ask = async (...request) => {
		const answer = await ask(...request);
		const headers = { ...answer.headers, 'content-type': 'application/json' };
		return request[0] === 'lead' ? { ...answer, headers, status } : answer;
	};
	await one.lane.sendNow();
	const standing = async () =>
		(await Promise.all(others.map((other) => other.standing()))).map(Object.values);
	expect(await standing()).toEqual([['sent'], ['sent']]);
	expect(Object.values(await one.standing())).toEqual(['waits']);
	expect(one.lane.status.trouble).toBe(code);
});
