/** The browser's clock, randomness, timers and the sleep of its pages, handed to what must not reach for them. */
import type { PageLife } from '#lib/storage/page-life.ts';

export interface Clock {
	/** Unix milliseconds. */
	now(): number;
	/** Calls back after `millis`; returns how to cancel. */
	after(millis: number, callback: () => void): () => void;
}
export interface Randomness {
	/** `count` random bytes. */
	bytes(count: number): Uint8Array;
	/** 0 <= x < 1 */
	fraction(): number;
}

export const browserClock: Clock = {
	now: () => Date.now(),
	after(millis, callback) {
		const timer = setTimeout(callback, millis);
		return () => clearTimeout(timer);
	}
};

/** Ends a request that takes longer. Browsers have a signal of their own for it only later than the app begins to support them. */
export async function withDeadline<Answer>(
	millis: number,
	ask: (signal: AbortSignal) => Promise<Answer>
): Promise<Answer> {
	const controller = new AbortController();
	const timer = setTimeout(() => controller.abort(), millis);
	try {
		return await ask(controller.signal);
	} finally {
		clearTimeout(timer);
	}
}

export const browserRandomness: Randomness = {
	bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
	fraction: () => Math.random()
};

export const browserPage: PageLife = {
	follow(sleep, wake) {
		const hide = (event: PageTransitionEvent) => event.persisted && sleep();
		const show = (event: PageTransitionEvent) => event.persisted && wake();
		addEventListener('pagehide', hide);
		addEventListener('pageshow', show);
		return () => {
			removeEventListener('pagehide', hide);
			removeEventListener('pageshow', show);
		};
	}
};
