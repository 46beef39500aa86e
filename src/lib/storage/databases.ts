/** A person's database, opened twice: durable for what the person saves, relaxed for what can be pulled again. */
import Dexie, { liveQuery } from 'dexie';
import { connect, type Connection, type ConnectOptions } from './connection.ts';
import { errorNames, isLostConnection } from './failure.ts';
import { PersonDatabase, personDatabaseName } from './schema.ts';
import type { Rescue } from './rescue.ts';
import type { SpareRoom } from './spare-room.ts';

export interface Databases {
	readonly person: string;
	readonly saves: Connection<PersonDatabase>;
	readonly pulls: Connection<PersonDatabase>;
	/** Written by a newer app: nothing is changed here except that operations are appended to the outbox. */
	readonly readOnly: boolean;
	/** Room that can be given back when the disk is full, where the browser has a place for it. */
	readonly spare?: SpareRoom;
	/** Copies of unsent work, where the browser has a place for them. */
	readonly rescue?: Rescue;
	pause(millis: number): Promise<void>;
	probe(): Promise<void>;
	close(): void;
}

/** `onVersionChange`: another tab upgrades or erases the database; both connections are closed, the page should reload. */
export interface OpenOptions extends ConnectOptions {
	readonly indexedDB?: IDBFactory | undefined;
	readonly rescue?: Rescue | undefined;
	/** So many rows written at once are packed, where it is not the usual number. */
	readonly packFrom?: number | undefined;
}

/** @throws StorageFailure `lost`, `silent` or `blocked` */
export async function openDatabases(person: string, options: OpenOptions): Promise<Databases> {
	const name = personDatabaseName(person);
	const open = (durability: 'strict' | 'relaxed') => {
		const database = new PersonDatabase(name, durability, options.indexedDB);
		const { packFrom } = options;
		if (packFrom !== undefined) database.records.packFrom = database.journal.packFrom = packFrom;
		return connect(database, { ...options, onFull: () => options.rescue?.arm() });
	};
	// Both at once: most of an opening is waiting for the browser.
	const [saves, pulls] = await Promise.allSettled([open('strict'), open('relaxed')]);
	if (saves.status === 'rejected' || pulls.status === 'rejected') {
		for (const opened of [saves, pulls]) if (opened.status === 'fulfilled') opened.value.close();
		// The second stands in line behind the first: what that one says is the reason.
		throw saves.status === 'rejected' ? saves.reason : (pulls as PromiseRejectedResult).reason;
	}
	return bind(person, saves.value, pulls.value, options);
}

function bind(
	person: string,
	saves: Connection<PersonDatabase>,
	pulls: Connection<PersonDatabase>,
	options: OpenOptions
): Databases {
	return {
		person,
		saves,
		pulls,
		readOnly: saves.newer,
		...(options.spare ? { spare: options.spare } : {}),
		...(options.rescue ? { rescue: options.rescue } : {}),
		pause: (millis) => new Promise((settle) => options.timer.after(millis, settle)),
		async probe() {
			await saves.probe();
			await pulls.probe();
		},
		close() {
			saves.close();
			pulls.close();
		}
	};
}

/** Erases a person's database with all that is in it. Open connections of this page must be closed before. */
export async function erasePerson(person: string, indexedDB?: IDBFactory): Promise<void> {
	await new Dexie(personDatabaseName(person), indexedDB ? { indexedDB } : {}).delete();
}

/** A query that fails like this was cut off by the browser, or by what else was under way: nothing is wrong with it. */
export function isCutOff(error: unknown): boolean {
	const names = errorNames(error);
	return (
		isLostConnection(error) || ['AbortError', 'PrematureCommitError'].some((name) => names.includes(name))
	);
}

/** Restarts of what is watched that follow each other at once; later ones wait a second more each, up to half a minute. */
const AT_ONCE = 3;
const MOST = 30;

/**
 * Calls `listener` with the result of `query` now and after every change of what it read, in this tab or another.
 * After a lost connection it starts again: Dexie's own watching ends without a word when a browser closes the database, or
 * ends a reading under way because its tab was asleep.
 * @returns how to stop
 */
export function watch<Result>(
	databases: Databases,
	query: (database: PersonDatabase) => Promise<Result>,
	listener: (result: Result) => void
): () => void {
	let stop: (() => void) | null = null;
	let isStopped = false;
	let restarts = 0;

	function restart(): void {
		stop?.();
		stop = null;
		if (isStopped) return;
		const again = restarts < AT_ONCE ? Promise.resolve() : databases.pause(Math.min(restarts, MOST) * 1_000);
		restarts++;
		again.then(() => (isStopped ? undefined : databases.saves.probe())).then(start, restart);
	}

	function start(): void {
		if (isStopped || stop) return;
		let isOver = false;
		const end = (error: unknown) => {
			if (isOver || !isCutOff(error)) return;
			isOver = true;
			restart();
		};
		// An async function: Dexie counts the awaits within one. Those of any other are taken off the count of what else is under
		// way, which then loses its transaction in the middle (`PrematureCommitError`).
		const subscription = liveQuery(async () => {
			const asked = query(databases.saves.database);
			asked.catch(end);
			return await asked;
		}).subscribe({
			next: (result) => {
				restarts = 0;
				if (!isOver) listener(result);
			},
			error: end
		});
		stop = () => {
			isOver = true;
			subscription.unsubscribe();
		};
	}

	start();
	const stopListening = databases.saves.onReopened(() => {
		stop?.();
		stop = null;
		start();
	});
	return () => {
		isStopped = true;
		stopListening();
		stop?.();
	};
}
