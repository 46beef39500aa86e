/// <reference lib="webworker" />
// The offline shell. Imports nothing from lib, so that no product code can break a cached phone.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & {
	__WB_MANIFEST: (string | { url: string; revision: string | null })[];
};

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

// Only the field app works offline; the desk and the API always go to the server.
registerRoute(
	new NavigationRoute(createHandlerBoundToURL('/shell'), {
		denylist: [/^\/api\//, /^\/desk(\/|$)/, /^\/setup(\/|$)/, /^\/s\//]
	})
);

// The page asks for the switch once no form is dirty: never skipWaiting by itself.
self.addEventListener('message', (event: ExtendableMessageEvent) => {
	const type = (event.data as { type?: unknown } | null)?.type;
	if (type === 'SKIP_WAITING') void self.skipWaiting();
});
