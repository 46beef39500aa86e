import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Liveness: answers whenever the process can, and says where its clock cannot be right. */
export const GET: RequestHandler = ({ locals }) =>
	json(locals.clockGuard.isBehind(locals.ports.clock()) ? { ok: true, clock: 'behind' } : { ok: true });
