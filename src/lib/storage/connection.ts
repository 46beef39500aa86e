/**
 * One IndexedDB connection that survives what browsers do to connections: an open that hangs, a database deleted or
 * upgraded by another tab, a connection closed behind our back (iOS, storage pressure). Work is given as a function that
 * can be run again: it must find out by itself whether an earlier run was already committed.
 */
import type Dexie from 'dexie';
import { isLostConnection, StorageFailure } from './failure.ts';
import type { SpareRoom } from './spare-room.ts';

export interface Timer {
	/** Calls back after `millis`; returns how to cancel. */
	after(millis: number, callback: () => void): () => void;
}

export interface Connection<Database extends Dexie> {
	readonly database: Database;
	/** Runs `work`; a lost connection is closed, opened again and `work` repeated, twice at most. */
	run<Result>(work: (database: Database) => PromiseLike<Result>): Promise<Result>;
	/** Reads one row; for a page that becomes visible. Reopens when the connection was lost. */
	probe(): Promise<void>;
	/** Calls back whenever the connection was lost and is there again; returns how to stop. */
	onReopened(listener: () => void): () => void;
	close(): void;
	/** True when the stored schema is newer than this app knows. */
	readonly newer: boolean;
}

const OPEN_DEADLINE = 10_000;
const TRIES = 3;

/** @throws StorageFailure `lost` when the deadline passes, `blocked` when another tab holds an older version. */
export async function connect<Database extends Dexie>(
	database: Database,
	options: {
		timer: Timer;
		openDeadline?: number;
		onVersionChange?: () => void;
		spare?: SpareRoom | undefined;
	}
): Promise<Connection<Database>> {
	let closed = false;
	let blocked = false;
	let reopening: Promise<void> | null = null;
	const listeners = new Set<() => void>();
	const declared = database.verno;
	database.on('blocked', () => {
		blocked = true;
	});
	database.on('versionchange', () => {
		closed = true;
		database.close();
		options.onVersionChange?.();
		return false;
	});

	/** A full disk can keep a browser from opening what it has: then the spare room goes, and it is tried once more. */
	async function open(): Promise<void> {
		try {
			await openOnce();
		} catch (error) {
			const isLost = error instanceof StorageFailure && error.code === 'lost';
			if (!isLost || !options.spare) throw error;
			await options.spare.give().catch(() => undefined);
			await openOnce();
		}
	}

	async function openOnce(): Promise<void> {
		let cancel = () => {};
		const deadline = new Promise<never>((_, reject) => {
			cancel = options.timer.after(options.openDeadline ?? OPEN_DEADLINE, () =>
				reject(new StorageFailure(blocked ? 'blocked' : 'lost'))
			);
		});
		try {
			await Promise.race([Promise.resolve(database.open()), deadline]);
		} catch (error) {
			database.close();
			throw error instanceof StorageFailure ? error : new StorageFailure('lost', error);
		} finally {
			cancel();
		}
	}

	function reopen(): Promise<void> {
		reopening ??= (async () => {
			database.close();
			await open();
			for (const listener of listeners) listener();
		})().finally(() => {
			reopening = null;
		});
		return reopening;
	}

	await open();
	const newer = (database.backendDB()?.version ?? 0) > declared * 10 + 9;

	async function run<Result>(work: (database: Database) => PromiseLike<Result>): Promise<Result> {
		for (let attempt = 1; ; attempt++) {
			if (closed) throw new StorageFailure('lost');
			try {
				if (!database.isOpen()) await reopen();
				return await work(database);
			} catch (error) {
				if (!isLostConnection(error)) throw error;
				if (attempt >= TRIES) throw new StorageFailure('lost', error);
				await reopen();
			}
		}
	}

	return {
		database,
		newer,
		run,
		async probe() {
			const table = database.tables[0];
			if (table && !closed) await run(() => table.limit(1).primaryKeys());
		},
		onReopened(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		close() {
			closed = true;
			database.close();
		}
	};
}
