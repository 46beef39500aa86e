import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import type { Photo } from '#lib/domain/photo.ts';
import { openDatabases } from '#lib/storage/databases.ts';
import { openPhoneStore } from '#lib/storage/phone-store.ts';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import { sampleBody } from '#tests/phone/test-phone.ts';
import { LivePhone } from './live-phone.svelte.ts';
import type { Fetch } from './session.ts';
import { createPhonePorts, letIn, signedInAs } from './testing/phone-ports.ts';

async function open(fetch: Fetch = letIn) {
	const indexedDB = new IDBFactory();
	const clock = createManualClock();
	const store = await openPhoneStore({ timer: { after: () => () => {} }, indexedDB });
	const phone = new LivePhone(createPhonePorts({ store, indexedDB, now: clock.now, fetch }));
	return { phone, clock, store, indexedDB };
}

it('signs in once, then opens without the network; a portal page is no sign-in', async () => {
	const { phone } = await open();
	expect(await phone.signIn('one', 'secret')).toMatchObject({ ok: true });
	await phone.closeApp();
	expect(await phone.openPerson('one')).toMatchObject({ ok: true });
	const portal = await open(() =>
		Promise.resolve(new Response('<html>', { headers: { 'content-type': 'text/html' } }))
	);
	expect(await portal.phone.signIn('one', 'secret')).toMatchObject({ ok: false, failure: 'network' });
	expect(await portal.phone.listPersons()).toEqual([]);
});

it.each([1, 2])(
	'opens although the browser failed to open %i of its connections at the first try',
	async (lost) => {
		const { phone, indexedDB } = await open();
		await phone.signIn('one', 'secret');
		await phone.closeApp();
		const real = indexedDB.open.bind(indexedDB);
		let failures = lost;
		indexedDB.open = (name, version) => {
			if (name === 'liangfeng-one' && failures-- > 0) throw new DOMException('Internal error', 'DataError');
			return real(name, version);
		};
		expect(await phone.openPerson('one')).toMatchObject({ ok: true });
		await phone.closeApp();
		failures = 2 + lost;
		expect(await phone.openPerson('one')).toMatchObject({ ok: false, failure: 'storage' });
		expect(await phone.openPerson('one')).toMatchObject({ ok: true });
	}
);

it('begins to open the only person, once; where there is somebody to ask it opens nobody', async () => {
	const { phone, indexedDB } = await open();
	await phone.signIn('one', 'secret');
	await phone.closeApp();
	const real = indexedDB.open.bind(indexedDB);
	let opened = 0;
	indexedDB.open = (name, version) => {
		opened++;
		return real(name, version);
	};
	await phone.begin();
	const opening = phone.openAlone();
	expect(phone.openAlone()).toBe(opening);
	expect(await opening).toMatchObject({ ok: true });
	await phone.drawn();
	expect(phone.app?.person.id).toBe('one');
	expect(opened).toBe(2);
	await phone.setPin('2468');
	await phone.closeApp();
	await phone.begin();
	expect(phone.openAlone()).toBeNull();
	await phone.openPerson('one', '2468');
	await phone.setPin(null, '2468');
	await phone.signIn('two', 'secret');
	await phone.closeApp();
	await phone.begin();
	expect(phone.openAlone()).toBeNull();
	expect(phone.app).toBeNull();
});

it('keeps persons apart by PIN, and waits after five wrong ones', async () => {
	const { phone, clock } = await open();
	await phone.signIn('one', 'secret');
	expect(await phone.setPin('12')).toBe('too-short');
	expect(await phone.setPin('2468')).toBe('set');
	expect(await phone.setPin('1357', '0000')).toBe('pin-wrong');
	await phone.signIn('two', 'secret');
	expect(phone.app?.person.id).toBe('two');
	expect(await phone.openPerson('one')).toMatchObject({ ok: false, failure: 'pin-needed' });
	for (let turn = 0; turn < 4; turn++)
		expect(await phone.openPerson('one', '1111')).toMatchObject({ failure: 'pin-wrong' });
	expect(await phone.openPerson('one', '1111')).toMatchObject({ failure: 'pin-wait', retryAfterSeconds: 60 });
	expect(await phone.openPerson('one', '2468')).toMatchObject({ failure: 'pin-wait' });
	clock.set(clock.now() + 61_000);
	expect(await phone.openPerson('one', '2468')).toMatchObject({ ok: true });
});

it('signing in again leaves the open app and its person as they are', async () => {
	const { phone, store } = await open();
	await phone.signIn('one', 'secret');
	const app = phone.app;
	const before = await store.get('one');
	await store.update('one', { sessionTrouble: 'auth' });
	await phone.signIn('one', 'secret');
	expect(phone.app).toBe(app);
	expect(await store.get('one')).toMatchObject({ deviceId: before?.deviceId, sessionTrouble: null });
});

it('refuses to erase a person whose work is unsent', async () => {
	const { phone } = await open();
	await phone.signIn('one', 'secret');
	const app = phone.app;
	if (!app) throw new Error('not open');
	const { recordId } = await app.blank('visit');
	await app.saveRecord('visit', recordId, { ...sampleBody('visit'), date: app.today });
	expect(await phone.signOut('one', { erase: true })).toEqual({ ok: false, failure: 'unsent', waiting: 1 });
	expect(await phone.signOut('one')).toEqual({ ok: true });
	expect(await phone.listPersons()).toMatchObject([{ id: 'one', waiting: 1, signedIn: false }]);
});

it('refuses to erase a person whose photos the server does not have', async () => {
	const { phone, indexedDB } = await open();
	await phone.signIn('one', 'secret');
	const app = phone.app;
	if (!app) throw new Error('not open');
	const { recordId } = await app.blank('visit');
	const photo: Photo = {
		...{ id: '0197e6a0-0000-7000-8000-000000000031', use: 'scene', mime: 'image/jpeg', bytes: 3 },
		...{ sha256: 'a'.repeat(64), width: 4, height: 3, takenAt: null, source: 'camera' },
		...{ publicity: false, prints: [] }
	};
	const photos = await app.photos();
	await photos.add('visit', recordId, photo, new Uint8Array(3).buffer);
	const body = { ...sampleBody('visit'), date: app.today, photos: [photo] };
	expect(await app.saveRecord('visit', recordId, body)).toMatchObject({ saved: true });
	// The record has its receipt.
	const databases = await openDatabases('one', { timer: { after: () => () => {} }, indexedDB });
	await databases.saves.run((database) => database.outbox.clear());
	expect(await phone.signOut('one', { erase: true })).toEqual({ ok: false, failure: 'unsent', waiting: 1 });
	expect(await photos.open(photo)).toHaveProperty('size', 3);
	const confirmIn = (epoch: number) =>
		databases.saves.run((database) =>
			database.attachments.toCollection().modify({ state: 'sent', confirmed: { at: '', epoch } })
		);
	await confirmIn(1);
	// The server was put back from a backup since: it may not have the photo any more.
	await databases.saves.run((database) => database.meta.put({ key: 'server', value: { epoch: 2 } }));
	expect(await phone.signOut('one', { erase: true })).toEqual({ ok: false, failure: 'unsent', waiting: 1 });
	await confirmIn(2);
	databases.close();
	expect(await phone.signOut('one', { erase: true })).toEqual({ ok: true });
	expect(await phone.listPersons()).toEqual([]);
});

it('opens a person who has signed out only after signing in again, with all that was there', async () => {
	const { phone } = await open();
	await phone.signIn('one', 'secret');
	const app = phone.app;
	if (!app) throw new Error('not open');
	const { recordId } = await app.blank('visit');
	await app.saveRecord('visit', recordId, { ...sampleBody('visit'), date: app.today });
	const [before] = phone.persons;
	expect(before?.signedIn).toBe(true);
	await phone.signOut('one');
	expect(phone.app).toBeNull();
	expect(await phone.openPerson('one')).toMatchObject({ ok: false, failure: 'signed-out' });
	expect(await phone.signIn('one', 'secret')).toMatchObject({ ok: true });
	expect((await phone.app?.unsentFiles({ readable: true }))?.[0]?.operations).toBe(1);
});

it('a code for the person who is here keeps their device; for another, or once it is revoked, it makes a new one', async () => {
	const devices: string[] = [];
	let owner = 'one';
	let revoked = '';
	const { phone, store } = await open((url, init) => {
		const { deviceId } = JSON.parse(String(init.body)) as { deviceId: string };
		devices.push(deviceId);
		const refuse = (error: string) => Promise.resolve(Response.json({ error }, { status: 400 }));
		if (deviceId === revoked) return refuse('device-revoked');
		if (url.endsWith('/enrol') && owner === 'two' && deviceId === devices[0]) return refuse('malformed');
		return Promise.resolve(signedInAs(owner));
	});
	await phone.enrol('AAAA');
	const app = phone.app;
	await phone.enrol('BBBB');
	expect(devices[1]).toBe(devices[0]);
	expect(phone.app).toBe(app);
	revoked = devices[0] ?? '';
	await phone.enrol('CCCC');
	expect(devices.slice(2)).toEqual([devices[0], devices[3]]);
	expect(phone.app).not.toBe(app);
	expect(await store.get('one')).toMatchObject({ deviceId: devices[3] });
	owner = 'two';
	devices.splice(0, devices.length, devices[3] ?? '');
	expect(await phone.enrol('DDDD')).toMatchObject({ ok: true });
	expect(new Set(devices.slice(1))).toEqual(new Set([devices[0], devices[2]]));
	expect(await store.get('one')).toMatchObject({ deviceId: devices[0] });
});

it('opens although the disk has no room for one row: it was opened to be read', async () => {
	const { phone, store } = await open();
	await phone.signIn('one', 'secret');
	await phone.closeApp();
	store.update = () => Promise.reject(new DOMException('', 'AbortError'));
	expect(await phone.openPerson('one')).toMatchObject({ ok: true });
	await phone.closeApp();
	expect(await phone.openPerson('one')).toMatchObject({ ok: true });
});
