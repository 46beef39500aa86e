/** Composition root of the browser: the one place where the phone's real clock, network and database come together. */
import { version } from '$app/environment';
import { isSilent } from '#lib/storage/failure.ts';
import { openPhoneStore } from '#lib/storage/phone-store.ts';
import { askPersistence, measureStorage, rescueOf, spareRoom } from './browser-storage.ts';
import { LivePhone } from './live-phone.svelte.ts';
import type { OpenFailure, Phone } from './phone.ts';
import { browserClock, browserPage, browserRandomness } from './ports.ts';
import { painted } from './painted.ts';
import { startBrowserSync } from './start-sync.ts';

/** Kit's `version` is the build's Unix time unless it was named; then it says nothing about a day. */
function buildMillis(): number {
	const millis = Number(version);
	return Number.isFinite(millis) && millis > 1.6e12 && millis < 1e14 ? millis : 0;
}

function deviceLabel(): string {
	const { userAgent } = navigator;
	const system =
		/HarmonyOS|OpenHarmony|Android|iPhone|iPad|Windows|Mac OS X|Linux/.exec(userAgent)?.[0] ?? '';
	const browser =
		/MicroMessenger|HuaweiBrowser|MiuiBrowser|Edg|Firefox|Chrome|Safari/.exec(userAgent)?.[0] ?? '';
	return [browser, system].filter(Boolean).join(', ').slice(0, 80);
}

/** Why the phone did not open, to be said. */
export const openFailure = (error: unknown): OpenFailure => (isSilent(error) ? 'silent' : 'storage');

/**
 * Opens the phone and lists its persons; nothing is sent yet. Call once, for the field layout.
 * @throws StorageFailure when the phone's database cannot be opened
 */
export async function openPhone(): Promise<Phone> {
	const spare = spareRoom();
	const store = await openPhoneStore({ timer: browserClock, page: browserPage, spare });
	const phone = new LivePhone({
		store,
		clock: browserClock,
		randomness: browserRandomness,
		fetch: (input, init) => fetch(input, init),
		buildMillis: buildMillis(),
		deviceLabel: deviceLabel(),
		measureStorage,
		askPersistence,
		painted: () => painted(browserClock),
		page: browserPage,
		spare,
		rescueOf: rescueOf(),
		startSync: startBrowserSync,
		// Another tab holds a newer version of the app or has erased this person's data.
		onVersionChange: () => location.reload()
	});
	await phone.begin();
	void phone
		.drawn()
		.then(() => import('./purge-everybody.ts'))
		.then(({ purgeEverybody }) => purgeEverybody(store, browserClock, { page: browserPage }))
		.catch(() => {});
	// What was typed is written down before the page can go away.
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState === 'hidden') void phone.app?.flushDrafts();
		else void phone.visible().catch(() => {});
	});
	addEventListener('pagehide', () => void phone.app?.flushDrafts());
	return phone;
}
