/** A phone whose browser keeps copies of unsent work in a cache that does not always answer. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import { cachesInTime } from '#lib/storage/cache-in-time.ts';
import { erasePerson, openDatabases } from '#lib/storage/databases.ts';
import { openPhoneStore } from '#lib/storage/phone-store.ts';
import { rescueIn } from '#lib/storage/rescue.ts';
import { createBrowserCache } from '#tests/phone/browser-cache.ts';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import { smallStorage } from '#tests/phone/small-storage.ts';
import { sampleBody } from '#tests/phone/test-phone.ts';
import { LivePhone } from './live-phone.svelte.ts';
import type { PhonePorts } from './phone-ports.ts';
import { createPhonePorts } from './testing/phone-ports.ts';

const never = { after: () => () => {} };

async function browser() {
	const indexedDB = new IDBFactory();
	const clock = createManualClock();
	const cache = createBrowserCache(clock);
	const storage = smallStorage();
	const store = await openPhoneStore({ timer: never, indexedDB });
	/** What the exchange of the open app was given, and how often it was told of a save. */
	const sync = { erased: () => {}, saved: 0 };
	const ports = (): PhonePorts => {
		const caches = cachesInTime(cache.caches, clock);
		return createPhonePorts({
			...{ store, indexedDB, now: clock.now },
			rescueOf: (person) => rescueIn(caches, person, storage),
			startSync: ({ onErased }) => {
				sync.erased = onErased;
				const done = () => Promise.resolve();
				return { saved: () => void sync.saved++, syncNow: done, visible: () => {}, stop: done };
			}
		});
	};
	/** Time goes on whenever nothing else does. */
	async function passing<Result>(work: Promise<Result>): Promise<Result> {
		let isOver = false;
		work.catch(() => {}).finally(() => (isOver = true));
		for (let turn = 1; !isOver; turn++) {
			if (turn > 3_000) throw new Error('it never settles');
			await new Promise((next) => setImmediate(next));
			const next = clock.nextIn();
			if (turn % 50 === 0 && next !== null) clock.advance(next);
		}
		return work;
	}
	const copies = () => cache.addresses().filter((address) => address.startsWith('/rescue/'));
	const databases = async () => (await indexedDB.databases()).map(({ name }) => name);
	return {
		indexedDB,
		cache,
		store,
		sync,
		storage,
		copies,
		databases,
		passing,
		page: () => new LivePhone(ports())
	};
}

const appOf = (phone: LivePhone) => {
	if (!phone.app) throw new Error('not open');
	return phone.app;
};

/** One record is unsent and copied; the database that the browser opens next is an empty one. */
async function lostDatabase() {
	const there = await browser();
	const { indexedDB, cache, storage, page } = there;
	const first = page();
	await first.signIn('one', 'secret');
	const app = appOf(first);
	const { recordId } = await app.blank('visit');
	await app.saveRecord('visit', recordId, { ...sampleBody('visit'), date: app.today });
	await first.closeApp();
	const databases = await openDatabases('one', { timer: never, indexedDB });
	const unsent = await databases.saves.run(({ outbox }) => outbox.toArray());
	await rescueIn(cache.caches, 'one', storage).keep(unsent);
	databases.close();
	await erasePerson('one', indexedDB);
	return there;
}

it('does not say that all was sent, and erases nothing, while copies cannot be read', async () => {
	const { cache, copies, databases, passing, page } = await lostDatabase();
	cache.hang();
	const phone = page();
	expect(await passing(phone.openPerson('one'))).toMatchObject({ ok: true });
	const app = appOf(phone);
	expect(app.status).toMatchObject({ waiting: 0, allSent: false, copiesUnread: true });
	const refused = { ok: false, failure: 'unsent', waiting: null };
	expect(await passing(phone.signOut('one', { erase: true }))).toEqual(refused);
	expect([phone.app, copies().length]).toEqual([app, 1]);
	expect(await databases()).toContain('liangfeng-one');
	await cache.wake();
	expect(await passing(phone.signOut('one', { erase: true }))).toEqual({ ...refused, waiting: 1 });
});

it.each(['visible', 'refresh'] as const)('looks for them again: %s', async (when) => {
	const { cache, sync, passing, page } = await lostDatabase();
	sync.saved = 0;
	cache.hang();
	const phone = page();
	await passing(phone.openPerson('one'));
	const app = appOf(phone);
	// As after each exchange.
	const look = () => passing(when === 'visible' ? phone.visible() : app.refresh());
	await look();
	expect([app.status.copiesUnread, sync.saved]).toEqual([true, 0]);
	await cache.wake();
	await look();
	await expect.poll(() => app.status).toMatchObject({ waiting: 1, allSent: false, copiesUnread: false });
	expect(sync.saved).toBe(1);
	await look();
	expect(sync.saved).toBe(1);
});

it('erases nobody whose work is in copies alone, open or not', async () => {
	const { page } = await lostDatabase();
	expect(await page().signOut('one', { erase: true })).toEqual({ ok: false, failure: 'unsent', waiting: 1 });
});

/** The person has a draft that is copied as well; all else was sent. */
async function sentAll() {
	const there = await browser();
	const phone = there.page();
	await phone.signIn('one', 'secret');
	const { today } = appOf(phone);
	const draft = {
		key: 'visit:r1',
		kind: 'visit',
		recordId: 'r1',
		body: { date: today },
		typed: {},
		baseRev: 0
	};
	const copy = { ...draft, startedAt: '', changedAt: '', issues: [] };
	await rescueIn(there.cache.caches, 'one', there.storage).keep([copy]);
	return { ...there, phone };
}

it('a sign-out erases the database although the copies cannot be taken away, and the next start takes them', async () => {
	const { phone, cache, copies, databases, passing, page, store } = await sentAll();
	// The copies can be read.
	cache.hang(5);
	const { deviceId } = (await store.get('one')) ?? {};
	expect(await passing(phone.signOut('one', { erase: true }))).toEqual({ ok: true });
	expect([await databases(), phone.app, copies().length]).toEqual([['liangfeng-phone'], null, 1]);
	// The chooser says so.
	expect(phone.persons).toMatchObject([{ id: 'one', signedIn: false, erased: false, erasing: true }]);
	expect((await store.get('one'))?.deviceId).not.toBe(deviceId);
	await cache.wake();
	const next = page();
	await next.begin();
	await expect.poll(() => next.persons).toEqual([]);
	expect(copies()).toEqual([]);
});

it('a phone that was taken away is emptied although its cache is silent', async () => {
	const { phone, cache, copies, databases, page, sync } = await sentAll();
	cache.hang();
	sync.erased();
	await expect.poll(() => phone.persons).toMatchObject([{ erased: true, erasing: true }]);
	await expect.poll(databases).toEqual(['liangfeng-phone']);
	expect(phone.app).toBeNull();
	await cache.wake();
	const next = page();
	await next.begin();
	await expect.poll(() => next.persons).toMatchObject([{ erased: true, erasing: false }]);
	expect(copies()).toEqual([]);
});

it('whoever signs in again before all was gone finds nothing of before, and loses nothing later', async () => {
	const { phone, cache, copies, passing, page } = await sentAll();
	cache.hang(5);
	await passing(phone.signOut('one', { erase: true }));
	await cache.wake();
	const next = page();
	expect(await next.signIn('one', 'secret')).toMatchObject({ ok: true });
	expect(copies()).toEqual([]);
	expect(await appOf(next).loadDraft('visit', 'r1')).toBeUndefined();
	expect(next.persons).toMatchObject([{ signedIn: true, erasing: false }]);
	const { recordId } = await appOf(next).blank('visit');
	await appOf(next).saveRecord('visit', recordId, { ...sampleBody('visit'), date: appOf(next).today });
	await next.closeApp();
	const later = page();
	await later.begin();
	await passing(later.openPerson('one'));
	expect(appOf(later).status.waiting).toBe(1);
});
