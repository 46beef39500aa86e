import type { LiveEnd } from '#lib/protocol/live.ts';
import type { Listener, LiveHub } from './live-hub.ts';

/** Events that a slow phone may be behind before it is given up. */
const MOST_BEHIND = 50;
/** Seconds after which a phone that found no room tries again. */
const NO_ROOM_WAIT = 60;

type Who = Pick<Listener, 'account' | 'device' | 'session'>;

/** The stream of one phone as `protocol/live.ts` writes it; 503 when there is no room. */
export async function liveResponse(hub: LiveHub, who: Who): Promise<Response> {
	const encoder = new TextEncoder();
	let leave: (() => void) | null = null;
	let isOver = false;
	let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
	const stream = new ReadableStream<Uint8Array>(
		{
			start(given) {
				controller = given;
			},
			cancel() {
				isOver = true;
				leave?.();
			}
		},
		{ highWaterMark: MOST_BEHIND }
	);
	const write = (text: string): boolean => {
		if (isOver || !controller || (controller.desiredSize ?? 0) <= 0) return false;
		controller.enqueue(encoder.encode(text));
		return true;
	};
	leave = await hub.join({
		...who,
		poke: (heads) => write(`event: poke\ndata: ${JSON.stringify(heads)}\n\n`),
		beat: () => write(': beat\n\n'),
		end(why: LiveEnd) {
			if (isOver) return;
			write(`event: end\ndata: ${why}\n\n`);
			isOver = true;
			controller?.close();
		}
	});
	if (!leave) {
		return Response.json(
			{ error: 'too-many', retryAfterSeconds: NO_ROOM_WAIT },
			{ status: 503, headers: { 'retry-after': String(NO_ROOM_WAIT) } }
		);
	}
	return new Response(stream, {
		headers: {
			'content-type': 'text/event-stream',
			'cache-control': 'no-store',
			// A proxy of one's own must not collect events.
			'x-accel-buffering': 'no'
		}
	});
}
