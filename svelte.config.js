import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit').Config} */
const config = {
	// Shorter than by default: every component names it in its code and in its styles.
	compilerOptions: { runes: true, cssHash: ({ hash, css }) => `s${hash(css)}` },
	kit: {
		adapter: adapter(),
		// A cached shell is served at every depth: relative asset paths would leave it blank.
		paths: { relative: false },
		// Registration is ours (workbox-window), so that an update is offered and never forced.
		serviceWorker: { register: false },
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['self'],
				'script-src': ['self', 'wasm-unsafe-eval'],
				'style-src': ['self', 'unsafe-inline'],
				'img-src': ['self', 'data:', 'blob:'],
				'connect-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		},
		version: { pollInterval: 0 }
	}
};

export default config;
