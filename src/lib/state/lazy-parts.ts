/** Parts of the open field app that are loaded when a screen first asks for them. */
import type { Databases } from '#lib/storage/databases.ts';
import type { FieldPhotos } from './field-photos.ts';
import type { TripAccount } from './trip-account.ts';

/** Called as a function of its own the browser's `fetch` works; kept as a method it does not. */
const browserFetch: typeof fetch = (...asked) => fetch(...asked);

export class LazyParts {
	readonly #databases: Databases;
	readonly #account: string;
	readonly #sendNow: () => void;
	#photos: Promise<FieldPhotos> | null = null;

	/** @param sendNow what waits may go now */
	constructor(databases: Databases, account: string, sendNow: () => void) {
		this.#databases = databases;
		this.#account = account;
		this.#sendNow = sendNow;
	}

	photos(): Promise<FieldPhotos> {
		this.#photos ??= import('./field-photos.ts').then(({ createFieldPhotos }) =>
			createFieldPhotos({
				databases: this.#databases,
				account: this.#account,
				fetch: browserFetch,
				sendNow: this.#sendNow
			})
		);
		return this.#photos;
	}

	async tripAccount(): Promise<TripAccount> {
		const { createTripAccount } = await import('./trip-account.ts');
		return createTripAccount(this.#databases, this.#account, browserFetch);
	}
}
