/**
 * Typed text on its way to the database: the first key starts a wait of 400 ms, then the newest state of every touched
 * draft is written; keys during a write are written after it. A page that is hidden or left writes at once, and what it may
 * have no time to write is kept where that takes none.
 */
import type { LastWords } from '#lib/storage/last-words.ts';
import type { DraftRow } from '#lib/storage/rows.ts';
import type { Clock } from './ports.ts';

const WAIT = 400;

export interface DraftKeeper {
	keep(draft: Omit<DraftRow, 'key' | 'changedAt'>): void;
	/** What waits to be written of one draft. */
	newest(key: string): DraftRow | undefined;
	/** Forgets what waits for this draft (it was saved or discarded), after a write under way has ended. */
	forget(key: string): Promise<void>;
	/** Before it returns, the last words are kept, should the page be gone the next moment. */
	flush(): Promise<void>;
}

/**
 * @param write puts drafts durably; after a failure the drafts stay and are written with the next key or flush
 * @param onFailure called for each failed write
 */
export function createDraftKeeper(
	clock: Clock,
	write: (drafts: readonly DraftRow[]) => Promise<void>,
	onFailure: (error: unknown) => void,
	words?: LastWords
): DraftKeeper {
	let waiting = new Map<string, DraftRow>();
	/** On its way to the database. */
	let underWay = new Map<string, DraftRow>();
	let cancel: (() => void) | null = null;
	let writing: Promise<void> | null = null;

	async function writeWaiting(): Promise<void> {
		cancel?.();
		cancel = null;
		if (writing) await writing;
		if (waiting.size === 0) return;
		const drafts = waiting;
		waiting = new Map();
		underWay = drafts;
		writing = write([...drafts.values()])
			.then(() => words?.drop([...drafts.keys()].filter((key) => !waiting.has(key))))
			.catch((error: unknown) => {
				for (const [key, draft] of drafts) if (!waiting.has(key)) waiting.set(key, draft);
				onFailure(error);
			})
			.finally(() => {
				writing = null;
				underWay = new Map();
			});
		await writing;
	}

	return {
		keep(draft) {
			const key = `${draft.kind}:${draft.recordId}`;
			waiting.set(key, { ...draft, key, changedAt: new Date(clock.now()).toISOString() });
			cancel ??= clock.after(WAIT, () => void writeWaiting());
		},
		newest: (key) => waiting.get(key),
		async forget(key) {
			waiting.delete(key);
			if (writing) await writing;
			waiting.delete(key);
			words?.drop([key]);
		},
		flush() {
			words?.keep([...underWay.values(), ...waiting.values()]);
			return writeWaiting();
		}
	};
}
