/** Lent rosters leave this phone in time for every person who ever opened it, whoever opens it now. */
import { purgeLeasesOf } from '#lib/storage/leases/purge-leases.ts';
import type { PageLife } from '#lib/storage/page-life.ts';
import type { PhoneStore } from '#lib/storage/phone-store.ts';
import type { Clock } from './ports.ts';

/** How often it is looked for. A reading deletes what is over as well: nothing is shown in between. */
const EVERY = 60_000;

/** @returns how to stop */
export function purgeEverybody(
	store: PhoneStore,
	clock: Clock,
	where: { readonly page?: PageLife; readonly indexedDB?: IDBFactory } = {}
): () => void {
	let stopped = false;
	let cancel = () => {};
	const options = { timer: clock, ...where };
	const purge = async () => {
		// What cannot be read or opened now is tried again with the next round.
		for (const { id, signedIn, sessionTrouble, erasing } of await store.list().catch(() => [])) {
			// All of the person's data is gone, or goes, and opening would make an empty database.
			if (erasing || (sessionTrouble === 'device' && !signedIn)) continue;
			if (!stopped) await purgeLeasesOf(id, clock.now(), options).catch(() => 0);
		}
		if (!stopped) cancel = clock.after(EVERY, () => void purge());
	};
	void purge();
	return () => {
		stopped = true;
		cancel();
	};
}
