/**
 * The service worker as the screens see it: a new version is offered and never forced. `hold()` keeps the offer back while
 * a form is dirty or a save runs; a second registration is never made.
 */
import { createContext, untrack } from 'svelte';
import type { KeptWorker } from './kept-worker.ts';
import { browserClock } from './ports.ts';

/** A worker that was told to take over waits for what the old one still serves, in Chromium up to five minutes. */
const TAKE_OVER_MILLIS = 5_000;
/** After its code was lost on the way. */
const AGAIN = 60_000;

export class AppUpdate {
	/** A newer version waits to take over. */
	waiting = $state(false);
	/** The offer may be shown and accepted now. */
	readonly offered = $derived.by(() => this.waiting && this.isFree);
	#holds = $state(0);
	#worker: KeptWorker | null = null;
	#accepted = false;

	/** Nothing is under way that a new page would disturb. */
	get isFree(): boolean {
		return this.#holds === 0;
	}

	/** Has the app kept for offline use and newer versions looked for; returns how to stop. */
	start(): () => void {
		let stop = () => {};
		let isOver = false;
		const begin = () =>
			import('./kept-worker.ts').then(
				({ keepWorker }) => {
					if (isOver) return;
					this.#worker = keepWorker({
						onWaiting: () => (this.waiting = true),
						// Another tab's acceptance, or this one's that is minutes old, reloads only when nothing typed is open; after
						// that it is offered again.
						onControlling: (isUpdate) => {
							if (this.isFree && (this.#accepted || isUpdate)) location.reload();
						}
					});
					stop = this.#worker.stop;
				},
				() => (stop = browserClock.after(AGAIN, begin))
			);
		void begin();
		return () => {
			isOver = true;
			stop();
		};
	}

	/** Asks the server for a newer version; silent without network. */
	async look(): Promise<void> {
		await this.#worker?.look();
	}

	/** The person accepts: the waiting worker takes over and the page reloads. */
	accept(): void {
		if (!this.offered) return;
		this.#accepted = true;
		this.#worker?.takeOver();
		// What the old worker still serves is this page's: it ends with the page.
		setTimeout(() => {
			if (this.isFree) location.reload();
		}, TAKE_OVER_MILLIS);
	}

	/** Work is open that a reload would disturb; call what is returned when it is done. */
	hold(): () => void {
		// Called from effects, which must not wake themselves by it.
		untrack(() => this.#holds++);
		let released = false;
		return () => {
			if (!released) untrack(() => this.#holds--);
			released = true;
		};
	}
}

export const [getAppUpdate, setAppUpdate] = createContext<AppUpdate>();

/** As long as the component stands and `isOpen`, something is under way there that a new version must not end. */
export function holdUpdate(isOpen: () => boolean = () => true): void {
	const update = getAppUpdate();
	$effect(() => (isOpen() ? update.hold() : undefined));
}
