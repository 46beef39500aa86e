/** A browser's cache in memory that can be slow, silent for good, or late: what it was asked meanwhile is done in the end. */
import type { Timer } from '#lib/storage/connection.ts';

export interface BrowserCache {
	readonly caches: CacheStorage;
	/** Addresses of all that is kept. */
	readonly addresses: () => readonly string[];
	/** Milliseconds that each answer takes from now on. */
	slow(millis: number): void;
	/** From now on nothing is answered. @param from how many calls are still answered before */
	hang(from?: number): void;
	/** Does and answers, in their order, what was asked while nothing was answered. */
	wake(): Promise<void>;
	/** How many calls wait for their answer. */
	readonly waiting: number;
}

export function createBrowserCache(timer: Timer): BrowserCache {
	const kept = new Map<string, Map<string, string>>();
	let silent: (() => void)[] | null = null;
	let left = 0;
	let millis = 0;

	function answer<Result>(work: () => Result): Promise<Result> {
		return new Promise((settle) => {
			if (silent && left-- <= 0) silent.push(() => settle(work()));
			else if (millis > 0) timer.after(millis, () => settle(work()));
			else settle(work());
		});
	}

	const addressOf = (request: RequestInfo | URL) => (typeof request === 'string' ? request : String(request));

	function cacheOf(name: string) {
		const entries = () => kept.get(name) ?? new Map<string, string>();
		return {
			keys: (only?: string) => answer(() => [...entries().keys()].filter((one) => !only || one === only)),
			match: (request: RequestInfo | URL) =>
				answer(() => {
					const text = entries().get(addressOf(request));
					return text === undefined ? undefined : { json: () => answer(() => JSON.parse(text) as unknown) };
				}),
			put: async (request: RequestInfo | URL, response: Response) => {
				const text = await response.text();
				await answer(() => void entries().set(addressOf(request), text));
			},
			delete: (request: RequestInfo | URL) => answer(() => entries().delete(addressOf(request)))
		};
	}

	const caches = {
		open: (name: string) =>
			answer(() => {
				if (!kept.has(name)) kept.set(name, new Map());
				return cacheOf(name);
			}),
		has: (name: string) => answer(() => kept.has(name)),
		keys: () => answer(() => [...kept.keys()]),
		delete: (name: string) => answer(() => kept.delete(name))
	};
	return {
		caches: caches as unknown as CacheStorage,
		addresses: () => [...kept.values()].flatMap((entries) => [...entries.keys()]),
		slow: (each) => void (millis = each),
		hang(from = 0) {
			silent ??= [];
			left = from;
		},
		async wake() {
			const asked = silent ?? [];
			silent = null;
			for (const done of asked) done();
			await new Promise((next) => setImmediate(next));
		},
		get waiting() {
			return silent?.length ?? 0;
		}
	};
}
