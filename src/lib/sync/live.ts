/**
 * Listens to the server's pokes while the page is in sight and online, in one tab only. It is a convenience: whatever goes
 * wrong here is silent, and the other triggers bring the rows a little later.
 */
import { LIVE_PATH, LIVE_SILENCE, livePoke, type LiveEnd } from '#lib/protocol/live.ts';
import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import { backOffWait } from './back-off.ts';
import { waitOf } from './exchange.ts';
import type { ExchangePorts, OnlyOne } from './ports.ts';
import { createEventReader } from './read-events.ts';

const LONGEST_WAIT = 5 * 60_000;
/** The other tab may be closed at any time. */
const WHILE_ELSEWHERE = 30_000;
/** No session, another server, a phone that listens elsewhere: nothing that a quick retry mends. */
const REFUSED_WAIT = 10 * 60_000;

/** A stream that lives so long is one that works. */
const LASTS = 60_000;

/** An answer whose text comes bit by bit. */
export interface StreamAnswer {
	readonly status: number;
	readonly contentType: string;
	readonly retryAfter: string | null;
	readonly text: AsyncIterable<string>;
}
/** Asks with GET; rejects when there is no answer, or (also while reading) when `signal` aborts. */
export type OpenStream = (request: {
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly signal: AbortSignal;
}) => Promise<StreamAnswer>;

export interface LivePorts extends Pick<ExchangePorts, 'identity' | 'clock' | 'random'> {
	readonly openStream: OpenStream;
	readonly lock: OnlyOne;
	/** How far each scope was pulled. */
	readonly cursors: () => Promise<readonly { scope: string; gen: number; seq: number }[]>;
	/** There is something to pull. */
	readonly onPoke: () => void;
}

export interface Live {
	/** Listen (the page is in sight and online) or hang up. Asking again ends a wait. */
	want(isWanted: boolean): void;
}

export function createLive(ports: LivePorts): Live {
	const { clock, identity } = ports;
	let isWanted = false;
	let failures = 0;
	let current: AbortController | null = null;
	let cancelTimer: (() => void) | null = null;

	async function listen(): Promise<void> {
		if (current || !isWanted) return;
		cancelTimer?.();
		const controller = new AbortController();
		current = controller;
		let wait: number | null = null;
		try {
			const mine = await ports.lock(`liangfeng-live-${identity.accountId}`, async () => {
				wait = await follow(controller);
			});
			if (!mine) wait = WHILE_ELSEWHERE;
		} catch {
			// Cut, or a browser that cannot read streams: the other triggers stay.
		}
		current = null;
		if (!isWanted) return;
		if (controller.signal.aborted && controller.signal.reason === HUNG_UP) wait = 0;
		const millis = wait ?? backOff();
		cancelTimer = clock.after(millis, () => void listen());
	}

	function backOff(): number {
		return backOffWait(ports.random, ++failures, LONGEST_WAIT);
	}

	/** Reads until the stream ends. @returns how long to wait before the next, null: as the back-off says */
	async function follow(controller: AbortController): Promise<number | null> {
		let stopWatch = () => {};
		const watch = () => {
			stopWatch();
			stopWatch = clock.after(LIVE_SILENCE, () => controller.abort());
		};
		try {
			watch();
			return await hear(controller, watch);
		} finally {
			stopWatch();
		}
	}

	async function hear(controller: AbortController, watch: () => void): Promise<number | null> {
		const answer = await ports.openStream({
			path: LIVE_PATH,
			headers: { accept: 'text/event-stream', [ACCOUNT_HEADER]: identity.accountId },
			signal: controller.signal
		});
		if (answer.status !== 200 || !answer.contentType.startsWith('text/event-stream')) {
			controller.abort();
			const asked = waitOf(answer, clock.now());
			if (asked !== null) return asked * 1_000;
			return answer.status >= 400 && answer.status < 500 ? REFUSED_WAIT : null;
		}
		const read = createEventReader();
		const began = clock.now();
		for await (const piece of answer.text) {
			watch();
			// One that ends early may do so always, as where a proxy keeps none.
			if (clock.now() - began >= LASTS) failures = 0;
			for (const { event, data } of read(piece)) {
				if (event === 'poke') await take(data);
				else if (event === 'end') return endWait(data);
			}
		}
		return null;
	}

	async function take(data: string): Promise<void> {
		let heads: unknown;
		try {
			heads = JSON.parse(data);
		} catch {
			return;
		}
		const parsed = livePoke.safeParse(heads);
		if (!parsed.success) return;
		const cursors = new Map((await ports.cursors()).map((cursor) => [cursor.scope, cursor]));
		const isBehind = parsed.data.some(({ scope, gen, head }) => {
			const cursor = cursors.get(scope);
			return !cursor || cursor.gen !== gen || cursor.seq < head;
		});
		if (isBehind || parsed.data.length === 0) ports.onPoke();
	}

	return {
		want(next) {
			isWanted = next;
			if (next) void listen();
			else {
				cancelTimer?.();
				current?.abort(HUNG_UP);
			}
		}
	};
}

/** Reason of an abort that we asked for. */
const HUNG_UP = 'hung-up';

/** Reasons of an end that a quick retry does not mend. */
const FOR_LONG: readonly LiveEnd[] = ['session', 'replaced'];

function endWait(data: string): number | null {
	return FOR_LONG.some((end) => end === data.trim()) ? REFUSED_WAIT : null;
}
