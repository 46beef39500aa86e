/** The exchange in the browser: the engine with the real network, locks and events. Loaded after the first screen. */
import { version } from '$app/environment';
import { keepReserve } from '#lib/storage/reserve.ts';
import { createPhotoStore } from '#lib/storage/photos/photo-store.ts';
import { createSyncStore, type SyncStore } from '#lib/storage/sync-store.ts';
import { createPhotoLane } from '#lib/sync/attachments/lane.ts';
import { createSyncEngine } from '#lib/sync/engine.ts';
import { lockByLease, lockByWebLock } from '#lib/sync/only-one.ts';
import { IDLE } from '#lib/sync/status.ts';
import type { Compress, Http, OnlyOne, PersonIdentity, Triggers } from '#lib/sync/ports.ts';
import { fillRandomly, measureStorage } from './browser-storage.ts';
import { neverSent } from './count-unsent.ts';
import { currentLink } from './current-link.ts';
import { createReadBody, loadKinds } from './kinds.ts';
import { listenLive } from './live-trigger.ts';
import { otherPersons } from './other-persons.ts';
import type { PhonePorts, SyncRun } from './phone-ports.ts';
import { browserClock, browserPage, browserRandomness, withDeadline } from './ports.ts';

type Start = Parameters<PhonePorts['startSync']>[0];

const http: Http = ({ method = 'POST', path, headers, body, deadlineMillis }) =>
	withDeadline(deadlineMillis, async (signal) => {
		const response = await fetch(path, {
			method,
			headers,
			...(method === 'HEAD' ? {} : { body }),
			credentials: 'same-origin',
			cache: 'no-store',
			redirect: 'manual',
			signal
		});
		return {
			status: response.status,
			contentType: response.headers.get('content-type') ?? '',
			retryAfter: response.headers.get('retry-after'),
			text: await response.text(),
			header: (name) => response.headers.get(name)
		};
	});

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
	const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
	return new Uint8Array(await new Response(stream).arrayBuffer());
}
const compress: Compress = typeof CompressionStream === 'function' ? gzip : null;

function onlyOne(): OnlyOne {
	const { locks } = navigator as { locks?: LockManager };
	const owner = [...browserRandomness.bytes(8)].join('');
	return locks
		? lockByWebLock(locks, localStorage, browserClock, owner)
		: lockByLease(localStorage, browserClock, owner);
}

function triggersOf(identity: PersonIdentity, store: SyncStore, lock: OnlyOne): Triggers {
	return (fire) => {
		const online = () => fire('online');
		addEventListener('online', online);
		const hangUp = listenLive(identity, store, lock, () => fire('poke'));
		return () => {
			removeEventListener('online', online);
			hangUp();
		};
	};
}

export async function runSync(start: Start): Promise<SyncRun> {
	const { app, row, databases, store, onErased } = start;
	if (databases.readOnly) {
		// A newer app wrote this database: it sends as well, and knows better what it holds.
		app.setEngineStatus({ ...IDLE, trouble: 'upgrade' });
		return { saved: () => {}, syncNow: async () => {}, visible: () => {}, stop: async () => {} };
	}
	const kinds = await loadKinds();
	const read = createReadBody(kinds, app.reference);
	const syncStore = createSyncStore(databases, read, kinds.versions);
	// Each cycle asks for it again, and tells what keeps it.
	await syncStore.readAgain().catch(() => {});
	const lock = onlyOne();
	const identity: PersonIdentity = {
		accountId: row.id,
		// A new enrolment gives the open person another device id.
		get deviceId() {
			return app.deviceId;
		}
	};
	const others = otherPersons(store, row.id, read, { timer: browserClock, page: browserPage });
	const photos = createPhotoStore(databases);
	const lane = createPhotoLane({
		...{ store: photos, identity, http, clock: browserClock, random: browserRandomness, lock },
		log: () => {},
		link: currentLink,
		isRevoked: () => app.sessionTrouble === 'device',
		others: others.photos,
		whenTextIsIdle: () => engine.whenIdle()
	});
	const reserve = () =>
		keepReserve(databases, fillRandomly).then(
			() => app.noteRoom(),
			() => {}
		);
	const engine = createSyncEngine({
		store: syncStore,
		identity,
		http,
		compress,
		clock: browserClock,
		random: browserRandomness,
		lock,
		log: () => {},
		triggers: triggersOf(identity, syncStore, lock),
		health: async () => ({ ...(await measureStorage()), appVersion: version }),
		others: others.outboxes,
		onReference: async (rows) => {
			await app.mergeReference(rows);
			if (!app.status.ready) await app.refresh();
		},
		onStatus: (status) => app.setEngineStatus(status),
		photosUnsent: () => neverSent(databases, read, photos),
		onCycle: async () => {
			lane.wake(engine.status.trouble === null);
			if (databases.spare?.isShort) await reserve();
			await app.refresh();
		},
		onSession: async (sessionTrouble) => {
			if (app.sessionTrouble === sessionTrouble) return;
			const signedIn = sessionTrouble === null ? { signedIn: true } : {};
			const next = await store.update(row.id, { sessionTrouble, ...signedIn });
			if (next) app.setPerson(next);
		},
		onRevoked: async () => onErased()
	});
	engine.start();
	void reserve();
	return {
		saved: () => engine.saved(),
		async syncNow() {
			await engine.syncNow();
			void lane.sendNow();
		},
		visible: () => engine.wake(),
		async stop() {
			await Promise.all([engine.stop(), lane.stop()]);
		}
	};
}
