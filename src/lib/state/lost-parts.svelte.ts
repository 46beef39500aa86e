/**
 * Parts of the app that were lost on their way here, before anything was kept for offline use. Firefox, Safari and Chromium
 * until 2026 do not ask again for what an `import` did not get (whatwg/html#6768): only a new page brings it.
 */
import { createContext } from 'svelte';
import { withDeadline } from './ports.ts';

const DEADLINE = 5_000;
const LOOKS_EVERY = 3_000;
/** So often a page is begun anew by itself at most: a part that never comes must not keep a person from the others. */
const AT_MOST_EVERY = 600_000;
const KEY = 'liangfeng-begun-anew';

export interface NewPagePorts {
	/** Whether the server answers: without it a new page would be none. */
	readonly isThere: () => Promise<boolean>;
	readonly now: () => number;
	readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
	readonly reload: () => void;
}

const browserPorts = (): NewPagePorts => ({
	isThere: answers,
	now: () => Date.now(),
	storage: sessionStorage,
	reload: () => location.reload()
});

export class LostParts {
	/** This page lacks something that a new one can get. */
	wantsNewPage = $state(false);
	#failures = 0;

	/**
	 * Begins the page anew when that is wanted and disturbs nobody.
	 * @param isFree whether nothing is under way that would not be there again
	 * @returns how to stop
	 */
	listen(isFree: () => boolean, ports = browserPorts()): () => void {
		const failed = async () => {
			// Browsers that ask again get it the second time.
			if (++this.#failures > 1 && (await ports.isThere())) this.wantsNewPage = true;
		};
		addEventListener('vite:preloadError', failed);
		const timer = setInterval(() => {
			if (this.wantsNewPage) void beginAnew(isFree, ports);
		}, LOOKS_EVERY);
		return () => {
			removeEventListener('vite:preloadError', failed);
			clearInterval(timer);
		};
	}

	/** A person wants it. Nothing happens without a network. */
	async openAgain({ isThere, reload } = browserPorts()): Promise<void> {
		if (await isThere()) reload();
	}
}

async function beginAnew(
	isFree: () => boolean,
	{ isThere, now, storage, reload }: NewPagePorts
): Promise<void> {
	const since = now() - Number(storage.getItem(KEY));
	if ((since >= 0 && since < AT_MOST_EVERY) || !isFree() || !(await isThere()) || !isFree()) return;
	storage.setItem(KEY, String(now()));
	reload();
}

/** A page of a portal does not count. */
async function answers(): Promise<boolean> {
	try {
		const { ok, headers } = await withDeadline(DEADLINE, (signal) =>
			fetch('/api/health', { cache: 'no-store', signal })
		);
		return ok && (headers.get('content-type') ?? '').includes('json');
	} catch {
		return false;
	}
}

export const [getLostParts, setLostParts] = createContext<LostParts>();
