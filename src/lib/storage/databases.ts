/** A person's database, opened twice: durable for what the person saves, relaxed for what can be pulled again. */
import Dexie, { liveQuery } from 'dexie';
import { connect, type Connection, type Timer } from './connection.ts';
import { isLostConnection } from './failure.ts';
import { PersonDatabase, personDatabaseName } from './schema.ts';

export interface Databases {
	readonly person: string;
	readonly saves: Connection<PersonDatabase>;
	readonly pulls: Connection<PersonDatabase>;
	/** Written by a newer app: nothing is changed here except that operations are appended to the outbox. */
	readonly readOnly: boolean;
	probe(): Promise<void>;
	close(): void;
}

export interface OpenOptions {
	readonly timer: Timer;
	readonly indexedDB?: IDBFactory;
	readonly openDeadline?: number;
	/** Another tab upgrades or erases the database: both connections are closed, the page should reload. */
	readonly onVersionChange?: () => void;
}

/** @throws StorageFailure `lost` or `blocked` */
export async function openDatabases(person: string, options: OpenOptions): Promise<Databases> {
	const name = personDatabaseName(person);
	const saves = await connect(new PersonDatabase(name, 'strict', options.indexedDB), options);
	let pulls: Connection<PersonDatabase>;
	try {
		pulls = await connect(new PersonDatabase(name, 'relaxed', options.indexedDB), options);
	} catch (error) {
		saves.close();
		throw error;
	}
	return {
		person,
		saves,
		pulls,
		readOnly: saves.newer,
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

/**
 * Calls `listener` with the result of `query` now and after every change of what it read, in this tab or another.
 * After a lost connection it starts again.
 * @returns how to stop
 */
export function watch<Result>(
	databases: Databases,
	query: (database: PersonDatabase) => Promise<Result>,
	listener: (result: Result) => void
): () => void {
	let stopped = false;
	let stop = () => {};
	let restarts = 0;
	function start(): void {
		const subscription = liveQuery(() => query(databases.saves.database)).subscribe({
			next: (result) => {
				restarts = 0;
				if (!stopped) listener(result);
			},
			error: (error: unknown) => {
				if (stopped || !isLostConnection(error) || ++restarts > 3) return;
				databases.saves.probe().then(
					() => !stopped && start(),
					() => {}
				);
			}
		});
		stop = () => subscription.unsubscribe();
	}
	start();
	return () => {
		stopped = true;
		stop();
	};
}
