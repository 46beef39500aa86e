/**
 * Copies of unsent work outside the database. A write that a full disk cut in the middle can make a browser take the whole
 * database for damaged when it opens it next, and begin an empty one (Chromium does: half a line stands in LevelDB's log, and
 * what was saved behind it). From the first such failure on, all that waits is also kept in the browser's cache.
 */
import type { WaitingRow } from './schema.ts';

export interface Rescue {
	/** There are copies, or a failure since the page was opened: what is saved now is copied too. */
	readonly isArmed: boolean;
	arm(): void;
	/** Copies these rows; what is there already is left. */
	keep(rows: readonly WaitingRow[]): Promise<void>;
	/** The copies, in the order in which they were made by the person. */
	rows(): Promise<readonly WaitingRow[]>;
	drop(opIds: readonly string[]): Promise<void>;
	/** Nothing of the person is left. */
	clear(): Promise<void>;
}

const NAME = 'liangfeng-rescue-';
const addressOf = (opId: string) => `/rescue/${opId}`;

export function rescueIn(caches: CacheStorage, person: string): Rescue {
	const name = NAME + person;
	const kept = new Set<string>();
	let isArmed = false;
	return {
		get isArmed() {
			return isArmed;
		},
		arm() {
			isArmed = true;
		},
		async keep(rows) {
			const cache = await caches.open(name);
			for (const row of rows.filter(({ opId }) => !kept.has(opId))) {
				await cache.put(addressOf(row.opId), Response.json(row));
				kept.add(row.opId);
			}
		},
		async rows() {
			if (!(await caches.has(name))) return [];
			const cache = await caches.open(name);
			const rows: WaitingRow[] = [];
			for (const address of await cache.keys()) {
				const row = await (await cache.match(address))?.json().catch(() => null);
				if (row) rows.push(row as WaitingRow);
			}
			for (const { opId } of rows) kept.add(opId);
			isArmed ||= rows.length > 0;
			return rows.sort((one, other) => one.n - other.n);
		},
		async drop(opIds) {
			if (opIds.length === 0 || !(await caches.has(name))) return;
			const cache = await caches.open(name);
			for (const opId of opIds) await cache.delete(addressOf(opId));
		},
		async clear() {
			if (!(await caches.has(name))) return;
			const cache = await caches.open(name);
			// One by one: a cache as a whole cannot be taken away on a full disk.
			for (const address of await cache.keys()) await cache.delete(address);
			await caches.delete(name).catch(() => false);
		}
	};
}

/** How many copies this browser has of persons, whoever they are: for a phone that has lost the list of them. */
export async function countRescued(caches: CacheStorage): Promise<number> {
	let count = 0;
	for (const name of await caches.keys())
		if (name.startsWith(NAME)) count += (await (await caches.open(name)).keys()).length;
	return count;
}
