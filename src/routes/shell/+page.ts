/** The offline shell: one prerendered empty page that the service worker answers every field address with. */
export const ssr = false;
export const prerender = true;
