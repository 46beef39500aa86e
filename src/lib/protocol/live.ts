/**
 * Live, `GET /api/sync/live` - protocol version 1.
 *
 * A stream of server-sent events (HTML, "server-sent events"), asked for with the account header and the session's cookie
 * of a push. It carries no content, only that there is something to pull:
 *
 * - `event: poke`, data: JSON list of `{scope, gen, head}`. The first one says where all of the phone's scopes stand, later
 *   ones which have moved. An empty list: the phone's rights have changed. A phone whose cursors are there needs no pull.
 * - `event: end`, data: why the server closes: `session` (ended, expired, phone revoked), `replaced` (the same phone or too
 *   many phones of the account listen), `stopping`, `slow`.
 * - comment lines at least every 25 s, so that a dead connection is noticed.
 *
 * Status: 200 with `text/event-stream`; 401 no session; 403 revoked; 429, 503 wait `retry-after` seconds. A phone that
 * cannot listen loses nothing: it pulls by its other triggers.
 */
import { z } from './zod.ts';

export const LIVE_PATH = '/api/sync/live';
/** A stream that was silent for so long is dead, milliseconds. */
export const LIVE_SILENCE = 60_000;

export const livePoke = z.array(
	z.object({ scope: z.string().max(80), gen: z.number().int(), head: z.number().int().min(0) })
);
export type LivePoke = z.infer<typeof livePoke>;

export type LiveEnd = 'session' | 'replaced' | 'stopping' | 'slow';
