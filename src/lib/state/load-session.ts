/** How the server is asked who somebody is; null: that part of the app was lost on its way. */
export const loadSession = () => import('./session.ts').catch(() => null);

/** Then nobody was asked. */
export const NOT_ASKED = { ok: false, failure: 'network', retryAfterSeconds: null } as const;
