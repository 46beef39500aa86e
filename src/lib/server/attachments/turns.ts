/**
 * One request at a time writes a file. A newer one takes the turn from an older one: a phone that sends again has given up
 * the connection that the server may still take for open.
 */
export class Turns {
	readonly #holders = new Map<string, { readonly abort: AbortController; readonly done: Promise<unknown> }>();

	/** Runs `work` when the one before has ended; its signal says that somebody newer wants the turn. */
	async take<Result>(key: string, work: (taken: AbortSignal) => Promise<Result>): Promise<Result> {
		const before = this.#holders.get(key);
		before?.abort.abort();
		const abort = new AbortController();
		const done = (before?.done ?? Promise.resolve()).then(() => work(abort.signal));
		const holder = { abort, done: done.catch(() => undefined) };
		this.#holders.set(key, holder);
		try {
			return await done;
		} finally {
			if (this.#holders.get(key) === holder) this.#holders.delete(key);
		}
	}
}
