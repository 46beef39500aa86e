/** Parts of the open field app that are loaded when a screen first asks for them. */
import type { Databases } from '#lib/storage/databases.ts';
import type { FieldPhotos } from './field-photos.ts';
import { loadOnce } from './load-once.ts';
import type { TripAccount } from './trip-account.ts';

/** Called as a function of its own the browser's `fetch` works; kept as a method it does not. */
const browserFetch: typeof fetch = (...asked) => fetch(...asked);

export interface LazyParts {
	photos(): Promise<FieldPhotos>;
	tripAccount(): Promise<TripAccount>;
}

/** @param sendNow what waits may go now */
export function lazyParts(databases: Databases, account: string, sendNow: () => void): LazyParts {
	return {
		photos: loadOnce(async () => {
			const { createFieldPhotos } = await import('./field-photos.ts');
			return createFieldPhotos({ databases, account, fetch: browserFetch, sendNow });
		}),
		async tripAccount() {
			const { createTripAccount } = await import('./trip-account.ts');
			return createTripAccount(databases, account, browserFetch);
		}
	};
}
