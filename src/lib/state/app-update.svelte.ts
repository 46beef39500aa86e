/**
 * The service worker as the screens see it: a new version is offered and never forced. `hold()` keeps the offer back while
 * a form is dirty or a save runs; a second registration is never made.
 */
import { createContext, untrack } from 'svelte';
import type { Workbox } from 'workbox-window';

const HOUR = 3_600_000;
/** A worker that was told to take over waits for what the old one still serves, in Chromium up to five minutes. */
const TAKE_OVER_MILLIS = 5_000;

export class AppUpdate {
	/** A newer version waits to take over. */
	waiting = $state(false);
	/** The offer may be shown and accepted now. */
	readonly offered = $derived.by(() => this.waiting && this.isFree);
	#holds = $state(0);
	#workbox: Workbox | null = null;
	#accepted = false;

	/** Nothing is under way that a new page would disturb. */
	get isFree(): boolean {
		return this.#holds === 0;
	}

	/** Registers the worker and looks for a newer one hourly and when the page becomes visible; returns how to stop. */
	async start(): Promise<() => void> {
		if (!('serviceWorker' in navigator)) return () => undefined;
		const { Workbox: Registered } = await import('workbox-window');
		const workbox = new Registered('/service-worker.js');
		this.#workbox = workbox;
		workbox.addEventListener('waiting', () => {
			this.waiting = true;
		});
		workbox.addEventListener('controlling', (event) => {
			// The first worker takes over a page it did not serve: nothing to reload. Another tab's acceptance, or this one's
			// that is minutes old, reloads only when nothing typed is open; after that it is offered again.
			if (this.isFree && (this.#accepted || event.isUpdate)) location.reload();
		});
		try {
			await workbox.register();
		} catch {
			// No secure context or a private window without workers: the app works, it is only not kept for offline use.
			return () => undefined;
		}
		const look = () => {
			if (document.visibilityState === 'visible') void this.look();
		};
		const timer = setInterval(look, HOUR);
		document.addEventListener('visibilitychange', look);
		return () => {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', look);
		};
	}

	/** Asks the server for a newer version; silent without network. */
	async look(): Promise<void> {
		try {
			await this.#workbox?.update();
		} catch {
			// Offline: the next look will tell.
		}
	}

	/** The person accepts: the waiting worker takes over and the page reloads. */
	accept(): void {
		if (!this.offered) return;
		this.#accepted = true;
		this.#workbox?.messageSkipWaiting();
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
