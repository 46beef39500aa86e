/**
 * A token bucket per key, in memory and bounded: at most `keys` buckets, the one longest unused goes first. A restart
 * forgets it; what must outlast a restart (lock-out) is in the database.
 */
export class RateLimit {
	readonly #capacity: number;
	readonly #perSecond: number;
	readonly #keys: number;
	readonly #buckets = new Map<string, { tokens: number; at: number }>();

	/** @param capacity requests at once; @param seconds time in which an empty bucket fills again */
	constructor(capacity: number, seconds: number, keys = 20_000) {
		this.#capacity = capacity;
		this.#perSecond = capacity / seconds;
		this.#keys = keys;
	}

	#look(key: string, now: number): { tokens: number; at: number } {
		const known = this.#buckets.get(key);
		const bucket = known
			? {
					tokens: Math.min(
						this.#capacity,
						known.tokens + (Math.max(0, now - known.at) / 1000) * this.#perSecond
					),
					at: now
				}
			: { tokens: this.#capacity, at: now };
		this.#buckets.delete(key);
		this.#buckets.set(key, bucket);
		if (this.#buckets.size > this.#keys) {
			const oldest = this.#buckets.keys().next();
			if (!oldest.done) this.#buckets.delete(oldest.value);
		}
		return bucket;
	}

	/** Seconds to wait before one more is allowed, 0 when it is now. Takes nothing. */
	wait(key: string, now: number): number {
		const { tokens } = this.#look(key, now);
		return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / this.#perSecond);
	}

	/** Takes one and gives 0, or takes nothing and gives the seconds to wait. */
	take(key: string, now: number): number {
		const bucket = this.#look(key, now);
		if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / this.#perSecond);
		bucket.tokens -= 1;
		return 0;
	}
}
