/**
 * Parts of the app that were lost on their way here, before anything was kept for offline use. Firefox, Safari and Chromium
 * until 2026 do not ask again for what an `import` did not get (whatwg/html#6768): only a new page brings it.
 */
import { createContext } from 'svelte';
import { withDeadline } from './ports.ts';

const DEADLINE = 5_000;
/** So often a page is begun anew by itself at most. */
const AT_MOST_EVERY = 60_000;
const KEY = 'liangfeng-begun-anew';

export class LostParts {
	/** This page lacks something that a new one can get. */
	wantsNewPage = $state(false);
	#failures = 0;

	/** @param isThere whether the server answers */
	listen(isThere: () => Promise<boolean> = answers): () => void {
		const failed = async () => {
			// Browsers that ask again get it the second time.
			if (++this.#failures > 1 && (await isThere())) this.wantsNewPage = true;
		};
		addEventListener('vite:preloadError', failed);
		return () => removeEventListener('vite:preloadError', failed);
	}
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

/** Begins this page anew, unless that was done a moment ago and has not helped. */
export function beginAnew(
	now = Date.now(),
	storage: Pick<Storage, 'getItem' | 'setItem'> = sessionStorage,
	reload = () => location.reload()
): void {
	const since = now - Number(storage.getItem(KEY));
	if (since >= 0 && since < AT_MOST_EVERY) return;
	storage.setItem(KEY, String(now));
	reload();
}

export const [getLostParts, setLostParts] = createContext<LostParts>();
