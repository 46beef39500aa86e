/**
 * Copies of unsent work and of drafts outside the database. A write that a full disk cut in the middle can make a browser take
 * the whole database for damaged when it opens it next, and begin an empty one (Chromium does: half a line stands in LevelDB's
 * log, and what was saved behind it). From the first such failure on, all that waits and what is typed is also kept in the
 * browser's cache; photos are not: they are what fills the disk.
 */
import { lastWordsIn, type LastWords } from './last-words.ts';
import type { DraftRow } from './rows.ts';
import type { WaitingRow } from './schema.ts';

export interface Copies {
	readonly work: readonly WaitingRow[];
	readonly drafts: readonly DraftRow[];
	/** Those in the cache could not be read. */
	readonly areUnread?: boolean;
}

export interface Rescue {
	/** There are copies, or a failure since the page was opened: what is saved now is copied too. */
	readonly isArmed: boolean;
	arm(): void;
	/** Unsent work may be in copies alone: they could not be read, or not be put back. */
	isOwing: boolean;
	/** Copies these rows; work that is there already is left, a draft takes the place of the one before. */
	keep(rows: readonly (WaitingRow | DraftRow)[]): Promise<void>;
	/** The copies, work in the order in which it was made by the person. */
	rows(): Promise<Copies>;
	/** @param ids of operations, and keys of drafts */
	drop(ids: readonly string[]): Promise<void>;
	/** What a page that goes away has no time to write. */
	readonly words: LastWords;
	/** Nothing of the person is left. */
	clear(): Promise<void>;
}

const NAME = 'liangfeng-rescue-';
const addressOf = (id: string) => `/rescue/${id}`;
const idOf = (row: WaitingRow | DraftRow) => ('key' in row ? row.key : row.opId);

/** A copy that was not written whole is none. One that cannot be read may be whole. */
function notWhole(error: unknown): null {
	if (error instanceof SyntaxError) return null;
	throw error;
}

/** Others' words that a form was opened with are in the database alone: without them the server still compares. */
function toKeep(row: WaitingRow | DraftRow): WaitingRow | DraftRow {
	if ('opId' in row) return row;
	const { before: _, ...draft } = row;
	return draft;
}

export function rescueIn(caches: CacheStorage, person: string, storage: Storage): Rescue {
	const name = NAME + person;
	const words = lastWordsIn(storage, person);
	const kept = new Set<string>();
	let isArmed = false;
	return {
		get isArmed() {
			return isArmed;
		},
		arm() {
			isArmed = true;
		},
		isOwing: false,
		async keep(rows) {
			const cache = await caches.open(name);
			for (const row of rows.filter((one) => !kept.has(idOf(one)))) {
				await cache.put(addressOf(idOf(row)), new Response(JSON.stringify(toKeep(row))));
				if ('opId' in row) kept.add(row.opId);
			}
		},
		async rows() {
			const rows: (WaitingRow | DraftRow)[] = [];
			if (await caches.has(name)) {
				const cache = await caches.open(name);
				for (const address of await cache.keys()) {
					const row = await (await cache.match(address))?.json().catch(notWhole);
					if (row) rows.push(row as WaitingRow | DraftRow);
				}
			}
			isArmed ||= rows.length > 0;
			const work = rows.filter((row) => 'opId' in row).sort((one, other) => one.n - other.n);
			for (const { opId } of work) kept.add(opId);
			return { work, drafts: [...rows.filter((row) => 'key' in row), ...words.all()] };
		},
		async drop(ids) {
			words.drop(ids);
			// What waits again, after a restore of the server, is copied again.
			for (const id of ids) kept.delete(id);
			if (ids.length === 0 || !(await caches.has(name))) return;
			const cache = await caches.open(name);
			for (const id of ids) await cache.delete(addressOf(id));
		},
		words,
		async clear() {
			words.drop(words.all().map(({ key }) => key));
			if (!(await caches.has(name))) return;
			const cache = await caches.open(name);
			// One by one: a cache as a whole cannot be taken away on a full disk.
			for (const address of await cache.keys()) await cache.delete(address);
			await caches.delete(name).catch(() => false);
		}
	};
}

const NONE: Copies = { work: [], drafts: [] };

/**
 * Asks for the copies beforehand, as long as the database is being opened. A browser on a full disk may be unable to say what
 * its cache holds, which keeps nobody from opening the app: then they are looked for again, and until they are read nobody says
 * that all was sent.
 */
export async function readCopies(rescue: Rescue | undefined): Promise<Copies> {
	if (!rescue) return NONE;
	try {
		return await rescue.rows();
	} catch {
		rescue.arm();
		return { work: [], drafts: rescue.words.all(), areUnread: true };
	}
}

/** How many copies this browser has of persons, whoever they are: for a phone that has lost the list of them. */
export async function countRescued(caches: CacheStorage): Promise<number> {
	let count = 0;
	for (const name of await caches.keys())
		if (name.startsWith(NAME)) count += (await (await caches.open(name)).keys()).length;
	return count;
}
