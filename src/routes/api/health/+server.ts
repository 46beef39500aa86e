import { json } from '@sveltejs/kit';

/** Liveness: answers whenever the process can. */
export const GET = () => json({ ok: true });
