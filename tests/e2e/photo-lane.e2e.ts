/** Photos on the production build: over a link that breaks, by another tus client, with all their bytes in a real page. */
import { createHash, randomBytes } from 'node:crypto';
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { Upload } from 'tus-js-client';
import type { Photo } from '#lib/domain/photo.ts';
import { uuidV7 } from '#lib/domain/ids.ts';
import { openDatabases } from '#lib/storage/databases.ts';
import { addDraftPhoto } from '#lib/storage/photos/draft-photos.ts';
import { createPhotoStore } from '#lib/storage/photos/photo-store.ts';
import { createPhotoLane } from '#lib/sync/attachments/lane.ts';
import type { Http } from '#lib/sync/ports.ts';
import { BadLink } from './harness/bad-link.ts';
import type { Device } from './harness/device.ts';
import { text } from './harness/texts.ts';
import { expect, test, type World } from './harness/world.ts';

interface Taken {
	readonly photo: Photo;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

function takePhoto(length = 300_000): Taken {
	const bytes = new Uint8Array([0xff, 0xd8, 0xff, ...randomBytes(length - 3)]);
	const photo: Photo = {
		...{ id: uuidV7(Date.now(), randomBytes(10)), use: 'scene', mime: 'image/jpeg', bytes: length },
		sha256: createHash('sha256').update(bytes).digest('hex'),
		...{ width: 1600, height: 1200, takenAt: null, source: 'camera', publicity: false, prints: [] }
	};
	return { photo, bytes };
}

/** Visits that name these photos, twelve at most each. */
async function pushVisits(device: Device, taken: readonly Taken[]): Promise<string[]> {
	const operations = Array.from({ length: Math.ceil(taken.length / 12) }, (_, at) =>
		device.operation('visit', { photos: taken.slice(at * 12, at * 12 + 12).map(({ photo }) => photo) })
	);
	const { verdicts } = await device.push(operations);
	expect(verdicts.map(({ outcome }) => outcome)).toEqual(operations.map(() => 'applied'));
	return operations.map(({ recordId }) => recordId);
}

const arrivedOf = async (world: World) =>
	Number(
		(await world.rows<{ n: number }>('select count(*) as n from upload where whole_at is not null'))[0]?.n
	);

test('over a link that breaks again and again at most 5 % of the bytes go twice', async ({ world }) => {
	const device = await world.device('volunteer');
	const taken = Array.from({ length: 12 }, () => takePhoto());
	await pushVisits(device, taken);
	// As 25 kB/s that break every 20 s, ten times as fast: half a megabyte between two breaks.
	const link = await BadLink.to(world.server.port, { rate: 250_000, breaksEvery: 2_000 });
	const databases = await openDatabases('somebody', {
		timer: { after: () => () => {} },
		indexedDB: new IDBFactory()
	});
	try {
		for (const { photo, bytes } of taken)
			await addDraftPhoto(databases, 'visit:x', photo, bytes.slice().buffer);
		await databases.saves.run(async (database) => {
			await database.attachments.toCollection().modify({ state: 'waits', draft: null, recordId: 'x' });
			const { serverId = '', epoch = 0 } = device.session ?? {};
			await database.meta.put({ key: 'server', value: { serverId, epoch, lastServerTime: '' } });
		});
		let sent = 0;
		const http: Http = async ({ method = 'POST', path, headers, body }) => {
			if (method === 'PATCH') sent += body.length;
			const response = await fetch(`http://127.0.0.1:${link.port}${path}`, {
				method,
				headers: { ...device.headers(), ...headers },
				...(method === 'HEAD' ? {} : { body })
			});
			return {
				status: response.status,
				contentType: response.headers.get('content-type') ?? '',
				retryAfter: response.headers.get('retry-after'),
				text: await response.text(),
				header: (name) => response.headers.get(name)
			};
		};
		const store = createPhotoStore(databases);
		const lane = createPhotoLane({
			...{
				store,
				http,
				identity: { accountId: device.session?.account.id ?? '', deviceId: device.deviceId }
			},
			clock: {
				now: () => Date.now(),
				after(millis, callback) {
					const timer = setTimeout(callback, millis / 10);
					return () => clearTimeout(timer);
				}
			},
			random: { bytes: (count) => new Uint8Array(randomBytes(count)), fraction: Math.random },
			lock: async (_name, work) => {
				await work();
				return true;
			},
			...{ log: () => {}, link: () => 'unknown' as const, whenTextIsIdle: () => Promise.resolve() }
		});
		lane.wake();
		await expect.poll(() => store.waiting(), { timeout: 200_000 }).toBe(0);
		await lane.stop();
		const file = taken.reduce((sum, { bytes }) => sum + bytes.length, 0);
		console.log(
			`${file} bytes of photos: ${link.carried} over the link (${(link.carried / file).toFixed(4)}), ${link.breaks} breaks, ${sent} given to it`
		);
		expect(link.breaks).toBeGreaterThan(4);
		expect(link.carried / file).toBeLessThan(1.05);
		expect(await arrivedOf(world)).toBe(taken.length);
	} finally {
		databases.close();
		await link.close();
	}
	const [first] = taken;
	const ask = (headers: Record<string, string>) =>
		fetch(`${world.server.url}/api/attachments/${first?.photo.id}`, { headers });
	const answer = await ask(device.headers());
	expect(new Uint8Array(await answer.arrayBuffer())).toEqual(first?.bytes);
	expect(Object.fromEntries(answer.headers)).toMatchObject({
		'content-type': 'image/jpeg',
		'x-content-type-options': 'nosniff',
		'content-security-policy': "default-src 'none'; sandbox",
		'cache-control': 'private, no-cache'
	});
	// A browser that has it asks all the same, and who may see it is looked at first.
	const known = { 'if-none-match': answer.headers.get('etag') ?? '' };
	expect(known['if-none-match']).toBe(`"${first?.photo.sha256}"`);
	expect((await ask({ ...device.headers(), ...known })).status).toBe(304);
	expect((await ask(known)).status).toBe(401);
	const mate = await world.device('coordinator');
	expect((await ask({})).status).toBe(401);
	expect((await mate.photo(randomId())).status).toBe(404);
});

const randomId = () => uuidV7(Date.now(), randomBytes(10));

test('another tus client is understood, and goes on after a server that was killed', async ({ world }) => {
	const device = await world.device('volunteer');
	const taken = takePhoto(900_000);
	await pushVisits(device, [taken]);
	const { id, sha256, mime } = taken.photo;
	const send = (uploadUrl: string | null, whenPiece: (upload: Upload) => void) =>
		new Promise<string>((settle, fail) => {
			const upload: Upload = new Upload(Buffer.from(taken.bytes), {
				endpoint: `${world.server.url}/api/attachments`,
				...(uploadUrl ? { uploadUrl } : {}),
				metadata: { id, sha256, mime },
				headers: device.headers(),
				chunkSize: 256 * 1024,
				retryDelays: null,
				onChunkComplete: () => whenPiece(upload),
				onError: fail,
				onSuccess: () => settle(upload.url ?? '')
			});
			upload.start();
		});
	const begun = await new Promise<string>((settle, fail) => {
		send(null, (upload) => void upload.abort().then(() => settle(upload.url ?? ''))).catch(fail);
	});
	await world.server.restart();
	let pieces = 0;
	await send(begun, () => pieces++);
	expect(pieces).toBe(3);
	expect(await arrivedOf(world)).toBe(1);
	expect((await device.photo(id)).status).toBe(200);
});

test('50 photos are sent from a page whose memory stays below 150 MB', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const device = await world.device('volunteer');
	const taken = Array.from({ length: 50 }, () => takePhoto());
	await pushVisits(device, taken);
	const page = phone.page;
	await phone.sync();
	for (let at = 0; at < taken.length; at += 10) {
		const some = taken.slice(at, at + 10).map(({ photo, bytes }) => ({
			photo,
			base64: Buffer.from(bytes).toString('base64')
		}));
		await page.evaluate(async (rows) => {
			const names = (await indexedDB.databases()).map(({ name = '' }) => name);
			const own = names.find((name) => name.startsWith('liangfeng-') && name !== 'liangfeng-phone');
			const database = await new Promise<IDBDatabase>((settle, fail) => {
				const request = indexedDB.open(own ?? '');
				request.onsuccess = () => settle(request.result);
				request.onerror = () => fail(new Error(String(request.error)));
			});
			const transaction = database.transaction(['attachments', 'attachmentBytes'], 'readwrite');
			for (const { photo, base64 } of rows) {
				const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
				transaction.objectStore('attachmentBytes').put({ id: photo.id, bytes: bytes.buffer });
				transaction.objectStore('attachments').put({
					...{ id: photo.id, photo, recordId: 'x', draft: null, state: 'waits', offset: 0, uploadUrl: null },
					...{ tries: 0, trouble: null, confirmed: null, hasBytes: true }
				});
			}
			await new Promise((settle) => (transaction.oncomplete = settle));
			database.close();
		}, some);
	}
	const cdp = await phone.browser.context.newCDPSession(page);
	await cdp.send('HeapProfiler.enable');
	await cdp.send('HeapProfiler.collectGarbage');
	const used = async () => {
		const { usedSize, embedderHeapUsedSize, backingStorageSize } = (await cdp.send(
			'Runtime.getHeapUsage'
		)) as {
			usedSize: number;
			embedderHeapUsedSize?: number;
			backingStorageSize?: number;
		};
		return usedSize + (embedderHeapUsedSize ?? 0) + (backingStorageSize ?? 0);
	};
	await page.reload();
	await page.getByRole('button', { name: text('sync_try_now'), exact: true }).click();
	let most = 0;
	await expect
		.poll(
			async () => {
				most = Math.max(most, await used());
				return arrivedOf(world);
			},
			{ timeout: 150_000, intervals: [50] }
		)
		.toBe(taken.length);
	console.log(`50 photos of 300 kB sent: at most ${(most / 1e6).toFixed(1)} MB in the page`);
	expect(most).toBeLessThan(150_000_000);
	await expect(page.getByText(text('photos_all_sent', { n: 50 }))).toBeVisible();
});
