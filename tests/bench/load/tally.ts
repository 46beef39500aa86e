/** What a load has seen: how long each kind of request took, what was acknowledged, what failed. */

/** The value that `share` (0 to 1) of the values do not exceed: nearest rank. NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((one, other) => one - other);
	const rank = Math.max(1, Math.ceil(share * sorted.length));
	return sorted[rank - 1] ?? Number.NaN;
}

export const REQUESTS = ['push', 'pull', 'look'] as const;
/** `push`: a small batch; `pull`: brings what was pushed; `look`: a pull that brings nothing. */
export type RequestKind = (typeof REQUESTS)[number];

export interface Latency {
	readonly count: number;
	/** Milliseconds. */
	readonly p50: number;
	readonly p95: number;
}

export interface Counted {
	/** From the first request to the last answer. */
	readonly seconds: number;
	readonly latencies: Readonly<Record<RequestKind, Latency>>;
	/** Operations for which an answer said that they are kept. */
	readonly acknowledged: number;
	readonly errors: number;
	/** The first few of the errors, in words. */
	readonly said: readonly string[];
}

const SAID = 5;

export class Tally {
	readonly #millis: Record<RequestKind, number[]> = { push: [], pull: [], look: [] };
	readonly #clock: () => number;
	readonly #said: string[] = [];
	#acknowledged = 0;
	#errors = 0;
	#from = Number.POSITIVE_INFINITY;
	#to = Number.NEGATIVE_INFINITY;

	/** @param clock milliseconds that only grow */
	constructor(clock: () => number = () => performance.now()) {
		this.#clock = clock;
	}

	/** Times one request. One that fails is an error and none of the latencies. @returns whether it was answered */
	async time(kind: RequestKind, ask: () => Promise<unknown>): Promise<boolean> {
		const begun = this.#clock();
		this.#from = Math.min(this.#from, begun);
		try {
			await ask();
			this.#millis[kind].push(this.#clock() - begun);
			return true;
		} catch (error) {
			this.fail(`${kind}: ${String(error)}`);
			return false;
		} finally {
			this.#to = Math.max(this.#to, this.#clock());
		}
	}

	acknowledge(operations: number): void {
		this.#acknowledged += operations;
	}

	fail(what: string): void {
		this.#errors++;
		if (this.#said.length < SAID) this.#said.push(what);
	}

	counted(): Counted {
		const latency = (kind: RequestKind): Latency => {
			const values = this.#millis[kind];
			return { count: values.length, p50: percentile(values, 0.5), p95: percentile(values, 0.95) };
		};
		return {
			seconds: Math.max(0, this.#to - this.#from) / 1000,
			latencies: { push: latency('push'), pull: latency('pull'), look: latency('look') },
			acknowledged: this.#acknowledged,
			errors: this.#errors,
			said: this.#said
		};
	}
}
