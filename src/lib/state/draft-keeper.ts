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
	/** What is not in the database yet of one draft. */
	newest(key: string): DraftRow | undefined;
	/** While its record is being saved nothing writes this draft. Resolves when a write under way has ended. */
	hold(key: string): Promise<void>;
	/** The save that held it is over: the draft is forgotten with its last words, or waits again as it was. */
	release(key: string, isSaved: boolean): void;
	/** As `hold` and `release`: it was given up. */
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
	/** Of records that are being saved. */
	const held = new Map<string, DraftRow>();
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

	function toWrite(key: string, draft: DraftRow): void {
		waiting.set(key, draft);
		cancel ??= clock.after(WAIT, () => void writeWaiting());
	}

	const newest = (key: string) => waiting.get(key) ?? underWay.get(key) ?? held.get(key);

	async function hold(key: string): Promise<void> {
		const draft = newest(key);
		if (draft) held.set(key, draft);
		waiting.delete(key);
		if (writing) await writing;
		waiting.delete(key);
	}

	function release(key: string, isSaved: boolean): void {
		const draft = held.get(key);
		held.delete(key);
		if (isSaved) words?.drop([key]);
		else if (draft && !waiting.has(key)) toWrite(key, draft);
	}

	return {
		keep(draft) {
			const key = `${draft.kind}:${draft.recordId}`;
			toWrite(key, { ...draft, key, changedAt: new Date(clock.now()).toISOString() });
		},
		newest,
		hold,
		release,
		async forget(key) {
			await hold(key);
			release(key, true);
		},
		flush() {
			words?.keep([...held.values(), ...underWay.values(), ...waiting.values()]);
			return writeWaiting();
		}
	};
}
