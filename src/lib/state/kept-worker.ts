/** The service worker of this page, registered sooner or later. Loaded after the first screen. */
import { Workbox } from 'workbox-window';

/** Minutes. */
const HOUR = 60;
/** As long as there is none: a link may lose the worker, or one of the many files that it keeps. */
const MINUTE = 60_000;

export interface KeptWorker {
	/** Asks the server for a newer one, or for the first; silent without network. */
	look(): Promise<void>;
	/** Tells the one that waits to take over. */
	takeOver(): void;
	stop(): void;
}

/** Registers it, and looks for a newer one hourly and when the page becomes visible. */
export function keepWorker(on: {
	readonly onWaiting: () => void;
	/** @param isUpdate false: the first one takes over a page that it did not serve, there is nothing to reload */
	readonly onControlling: (isUpdate: boolean) => void;
}): KeptWorker {
	const workbox = new Workbox('/service-worker.js');
	workbox.addEventListener('waiting', on.onWaiting);
	workbox.addEventListener('controlling', ({ isUpdate }) => on.onControlling(isUpdate === true));
	let registration: ServiceWorkerRegistration | undefined;
	let looking: Promise<void> | null = null;

	async function lookNow(): Promise<void> {
		try {
			if (registration?.active) await workbox.update();
			// One whose files did not all come is gone, and its registration with it.
			else if (!registration?.installing) registration = await workbox.register();
		} catch {
			// Offline, or a private window without workers: the app works, and the next look will tell.
		}
	}

	/** One at a time: a registration that is under way is not begun again. */
	function look(): Promise<void> {
		looking ??= lookNow().finally(() => (looking = null));
		return looking;
	}

	const lookIfSeen = () => {
		if (document.visibilityState === 'visible') void look();
	};
	let minutes = 0;
	const timer = setInterval(() => {
		if (!registration?.active || ++minutes % HOUR === 0) lookIfSeen();
	}, MINUTE);
	document.addEventListener('visibilitychange', lookIfSeen);
	void look();
	return {
		look,
		takeOver: () => workbox.messageSkipWaiting(),
		stop() {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', lookIfSeen);
		}
	};
}
