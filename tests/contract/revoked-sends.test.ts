/** What the app starts in the browser, for a phone that was taken away: its photos go, held back or not, so that it can be emptied. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { UPLOADS_PATH } from '#lib/protocol/upload.ts';
import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import { grantsOf } from '#lib/server/accounts/grants.ts';
import { revokePhone } from '#lib/server/accounts/issue-access.ts';
import { OpenFieldApp } from '#lib/state/field-app.svelte.ts';
import { runSync } from '#lib/state/run-sync.ts';
import { openPhoneStore } from '#lib/storage/phone-store.ts';
import type { PersonRow } from '#lib/storage/schema.ts';
import type { Deployment, Person } from './deployment.ts';
import { eachTownWithPhotos } from './each-town.ts';
import { photoPhone, type PhotoPhone } from './photo-phone.ts';
import { type Receiver, takePhoto } from './photo-files.ts';
import { serve } from './serve-phone.ts';

let town: Deployment;
let receiver: Receiver;
eachTownWithPhotos((begun, receives) => {
	town = begun;
	receiver = receives;
});

/** The network of a browser that ends at the deployment, and as much of a page as the exchange listens to. */
function browser(): void {
	const text = serve(town.database, 'vol', town.device('vol'), () => town.now);
	vi.stubGlobal('fetch', async (path: string, init: RequestInit & { headers: Record<string, string> }) => {
		const bytes = new Uint8Array(await new Response(init.body ?? '').arrayBuffer());
		const { method = 'POST', headers } = init;
		if (!path.startsWith(UPLOADS_PATH)) {
			const answer = await text({ path, headers, body: bytes, deadlineMillis: 0 });
			return new Response(answer.text, { headers: { 'content-type': answer.contentType } });
		}
		const sender = (headers[ACCOUNT_HEADER] ?? 'vol') as Person;
		const answer = await receiver.ask(sender, method, path.split('/')[3] ?? null, headers, [bytes]);
		return new Response(null, { status: answer.status, headers: { ...answer.headers } });
	});
	const page = { addEventListener: () => {}, removeEventListener: () => {} };
	for (const [name, listens] of Object.entries(page)) vi.stubGlobal(name, listens);
	vi.stubGlobal('document', { ...page, visibilityState: 'hidden' });
	const kept = new Map<string, string>();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value),
		removeItem: (key: string) => void kept.delete(key)
	});
}
beforeEach(browser);
afterEach(() => vi.unstubAllGlobals());

/** Opens the app on the databases of a phone and lets it exchange once. */
async function opened({ phone }: PhotoPhone) {
	const { databases, indexedDB, clock, random } = phone;
	const store = await openPhoneStore({ timer: { after: () => () => {} }, indexedDB });
	const row: PersonRow = {
		...{ id: 'vol', login: 'vol', zh: 'vol', en: 'vol', team: 'T1', deviceId: town.device('vol') },
		...{ grants: [], grantsRev: 1, pin: null, pinFailures: 0, pinWaitUntil: null, lastUsed: '' },
		...{ signedIn: true, sessionTrouble: null, waiting: 0 }
	};
	await store.put(row);
	const nothing = () => {};
	const app = new OpenFieldApp(row, {
		...{ databases, clock, randomness: random, buildMillis: 0, onSaved: nothing },
		measureStorage: () => Promise.resolve({ usedBytes: 1, freeBytes: 2, persistent: true }),
		askPersistence: () => Promise.resolve(true),
		painted: () => Promise.resolve(),
		syncNow: () => Promise.resolve()
	});
	await app.start();
	const painted = () => Promise.resolve();
	let erased = 0;
	const run = await runSync({ app, row, databases, store, painted, onErased: () => void erased++ });
	await run.syncNow();
	return { app, run, erased: () => erased };
}

it('photos that are held back stay, until the phone is taken away: then they go, and it is emptied', async () => {
	const one = await photoPhone(town, receiver, 'vol');
	await one.save([takePhoto()]);
	await one.phone.databases.saves.run((database) =>
		database.meta.put({ key: 'photosHeldBack', value: true })
	);
	await one.phone.sync();
	const { app, run, erased } = await opened(one);
	expect([await one.store.unsent(), app.sessionTrouble, erased()]).toEqual([1, null, 0]);
	const account = { id: 'city', login: 'city', zh: 'city', en: 'city', team: null, closedAt: null };
	const by = { account, grants: await grantsOf(town.database.reader, 'city') };
	expect(await revokePhone(town.database, by, 'vol', town.device('vol'), town.now)).toEqual({ ok: true });
	await run.syncNow();
	await expect.poll(() => one.store.unsent()).toBe(0);
	await run.syncNow();
	await expect.poll(erased).toBe(1);
	await run.stop();
	await app.close();
});
