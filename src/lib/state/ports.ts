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
