/**
 * The browser's cache with a deadline for each of its calls: on a full or broken disk one may never settle, and the opening of
 * the app, a save or a form would wait with it. What passes its deadline counts as failed, which all who ask know how to go on
 * from. While its answer is still to come nothing more is asked: browsers let what follows wait behind it, and what was written
 * now could be undone by what comes late. The answer itself is ignored; after it, or with the next page, the cache is tried again.
 */
import type { Timer } from './connection.ts';
import { StorageFailure } from './failure.ts';

/**
 * As an opening of the database has: browsers on a full disk need some seconds until what was given up is free, and copies
 * matter most just then; a person who waits for a save has waited long by then.
 */
const DEADLINE = 10_000;
/** Their answers read from the disk in their turn. */
const READ_FURTHER: readonly PropertyKey[] = ['open', 'match'];

type Call = (...given: unknown[]) => Promise<unknown>;

export function cachesInTime(caches: CacheStorage, timer: Timer): CacheStorage {
	let late = 0;

	const inTime = (ask: () => Promise<unknown>) =>
		new Promise<unknown>((settle, fail) => {
			const silent = new StorageFailure('silent');
			if (late > 0) throw silent;
			const asked = ask();
			let isLate = 0;
			const cancel = timer.after(DEADLINE, () => {
				late += isLate = 1;
				fail(silent);
			});
			void asked.then(settle, fail).then(() => {
				cancel();
				late -= isLate;
			});
		});

	const wrap = <Of extends object>(of: Of): Of =>
		new Proxy(of, {
			get(_, name) {
				const call: unknown = Reflect.get(of, name, of);
				if (typeof call !== 'function') return call;
				return async (...given: unknown[]) => {
					const answer = await inTime(() => (call as Call).apply(of, given));
					return answer && READ_FURTHER.includes(name) ? wrap(answer) : answer;
				};
			}
		});

	return wrap(caches);
}
