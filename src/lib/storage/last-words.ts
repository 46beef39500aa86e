/**
 * The words typed last, when their page goes away: it has no time to wait for a database. The browser's small storage is
 * written at once, whatever becomes of the page; the next opening of the app puts them where they belong.
 */
import type { DraftRow } from './rows.ts';

export interface LastWords {
	keep(drafts: Iterable<DraftRow>): void;
	/** @param keys of drafts that are in the database, or given up */
	drop(keys: readonly string[]): void;
	all(): readonly DraftRow[];
}

/** Words that a browser did not write whole keep nobody from opening the app. */
function readDraft(text: string | null): DraftRow[] {
	try {
		return [JSON.parse(text ?? '') as DraftRow];
	} catch {
		return [];
	}
}

export function lastWordsIn(storage: Storage, person: string): LastWords {
	const prefix = `liangfeng-words-${person}-`;
	return {
		keep(drafts) {
			try {
				// Others' words, to be compared with, are in the database alone.
				for (const { before: _, ...draft } of drafts)
					storage.setItem(prefix + draft.key, JSON.stringify(draft));
			} catch {
				// No room: what is being written to the database is all there is.
			}
		},
		drop(keys) {
			for (const key of keys) storage.removeItem(prefix + key);
		},
		all: () =>
			Object.keys(storage)
				.filter((name) => name.startsWith(prefix))
				.flatMap((name) => readDraft(storage.getItem(name)))
	};
}
