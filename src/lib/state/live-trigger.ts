/** The server's pokes in the browser: listened to while the page is in sight and the browser believes itself online. */
import { createLive, type OpenStream } from '#lib/sync/live.ts';
import type { OnlyOne, PersonIdentity } from '#lib/sync/ports.ts';
import type { SyncStore } from '#lib/storage/sync-store.ts';
import { browserClock, browserRandomness } from './ports.ts';

const openStream: OpenStream = async ({ path, headers, signal }) => {
	const response = await fetch(path, {
		headers,
		credentials: 'same-origin',
		cache: 'no-store',
		redirect: 'manual',
		signal
	});
	return {
		status: response.status,
		contentType: response.headers.get('content-type') ?? '',
		retryAfter: response.headers.get('retry-after'),
		text: pieces(response.body)
	};
};

async function* pieces(body: Response['body']): AsyncGenerator<string> {
	const reader = body?.getReader();
	if (!reader) return;
	const decoder = new TextDecoder();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield decoder.decode(value, { stream: true });
		}
	} finally {
		// The reader stopped before the server did: the connection is freed.
		await reader.cancel().catch(() => {});
	}
}

/** @returns how to stop listening */
export function listenLive(
	identity: PersonIdentity,
	store: Pick<SyncStore, 'cursors'>,
	lock: OnlyOne,
	onPoke: () => void
): () => void {
	const live = createLive({
		identity,
		clock: browserClock,
		random: browserRandomness,
		openStream,
		lock,
		cursors: () => store.cursors(),
		onPoke
	});
	const look = () => live.want(document.visibilityState === 'visible' && navigator.onLine);
	document.addEventListener('visibilitychange', look);
	addEventListener('online', look);
	addEventListener('offline', look);
	look();
	return () => {
		document.removeEventListener('visibilitychange', look);
		removeEventListener('online', look);
		removeEventListener('offline', look);
		live.want(false);
	};
}
