/** The browser's clock, randomness and timers, handed to what must not reach for them. */
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
