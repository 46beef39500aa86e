/**
 * One IndexedDB connection that survives what browsers do to connections: an open or a first reading that hangs, a database
 * deleted or upgraded by another tab, a connection closed behind our back (iOS, storage pressure), a page put to sleep in the
 * middle. Work is given as a function that can be run again: it must find out by itself whether an earlier run was already
 * committed.
 */
import type Dexie from 'dexie';
import { isLostConnection, StorageFailure } from './failure.ts';
import { transactionEnder, type PageLife } from './page-life.ts';
import type { SpareRoom } from './spare-room.ts';

export interface Timer {
	/** Calls back after `millis`; returns how to cancel. */
	after(millis: number, callback: () => void): () => void;
}

export interface Connection<Database extends Dexie> {
	readonly database: Database;
	/**
	 * Runs `work`; a lost connection is closed, opened again and `work` repeated, twice at most. Until the connection has
	 * answered once, an answer that does not come in time is a lost connection too.
	 */
	run<Result>(work: (database: Database) => PromiseLike<Result>): Promise<Result>;
	/** Reads one row; for a page that becomes visible. Reopens when the connection was lost or does not answer. */
	probe(): Promise<void>;
	/** Calls back whenever the connection was lost and is there again; returns how to stop. */
	onReopened(listener: () => void): () => void;
	close(): void;
	/** True when the stored schema is newer than this app knows. */
	readonly newer: boolean;
}

export interface ConnectOptions {
	readonly timer: Timer;
	/** Of an opening, and of a first reading; milliseconds. */
	readonly openDeadline?: number;
	readonly onVersionChange?: () => void;
	readonly spare?: SpareRoom | undefined;
	/** The spare room had to go for an opening, whatever was asked for. */
	readonly onFull?: () => void;
	readonly page?: PageLife | undefined;
}

const OPEN_DEADLINE = 10_000;
const TRIES = 3;

/**
 * @throws StorageFailure `lost` when the browser cannot open it, `silent` when the deadline passes, `blocked` when another tab
 * holds an older version.
 */
export async function connect<Database extends Dexie>(
	database: Database,
	options: ConnectOptions
): Promise<Connection<Database>> {
	let closed = false;
	let blocked = false;
	/** Both since it was opened last: it is open, and it has answered. */
	let isOpened = false;
	let hasAnswered = false;
	let newer = false;
	let reopening: Promise<void> | null = null;
	/** Settles when the page is awake again; null while it is. */
	let asleep: Promise<void> | null = null;
	let naps = 0;
	/** How often transactions were ended by us: their work is to be done again. */
	let ends = 0;
	const listeners = new Set<() => void>();
	const declared = database.verno;
	const abortAll = transactionEnder(database);
	database.on('blocked', () => {
		blocked = true;
	});
	database.on('versionchange', () => {
		closed = true;
		database.close();
		options.onVersionChange?.();
		return false;
	});
	const isNewer = () => (database.backendDB()?.version ?? 0) > declared * 10 + 9;

	function endTransactions(): void {
		ends++;
		abortAll();
	}

	/** What `work` gives, unless it takes longer than the deadline without an excuse; time asleep does not count. */
	async function inTime<Result>(
		work: () => PromiseLike<Result>,
		isExcused: () => boolean = () => false
	): Promise<Result> {
		let cancel = () => {};
		const deadline = new Promise<never>((_, reject) => {
			const arm = (nap: number) => {
				cancel = options.timer.after(options.openDeadline ?? OPEN_DEADLINE, () => {
					if (nap !== naps) arm(naps);
					else if (!isExcused()) reject(new StorageFailure(blocked ? 'blocked' : 'silent'));
				});
			};
			arm(naps);
		});
		try {
			return await Promise.race([work(), deadline]);
		} finally {
			cancel();
		}
	}

	/** A full disk can keep a browser from opening what it has: then the spare room goes, and it is tried once more. */
	async function open(): Promise<void> {
		try {
			await openOnce();
		} catch (error) {
			const isBlocked = error instanceof StorageFailure && error.code === 'blocked';
			if (isBlocked || !options.spare) throw error;
			options.onFull?.();
			await options.spare.give().catch(() => undefined);
			await openOnce();
		}
	}

	async function openOnce(): Promise<void> {
		isOpened = false;
		hasAnswered = false;
		try {
			await inTime(() => Promise.resolve(database.open()));
			isOpened = true;
		} catch (error) {
			database.close();
			throw error instanceof StorageFailure ? error : new StorageFailure('lost', error);
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

	/** An opening under way goes on by itself when the page is awake. @returns what to do then */
	function sleep(): () => void {
		const wasOpened = isOpened;
		let wake = () => {};
		naps++;
		asleep = new Promise((settle) => (wake = settle));
		endTransactions();
		if (wasOpened) database.close();
		return () => {
			asleep = null;
			wake();
			// Where it fails, what is asked next tries again.
			if (wasOpened && !closed) reopen().then(lookAtVersion, () => undefined);
		};
	}

	/** Another tab may have brought the database forward meanwhile. */
	function lookAtVersion(): void {
		if (!newer && isNewer()) options.onVersionChange?.();
	}

	let wake = () => {};
	const stopFollowing = options.page?.follow(
		() => (wake = sleep()),
		() => wake()
	);
	try {
		await open();
	} catch (error) {
		stopFollowing?.();
		throw error;
	}
	newer = isNewer();

	async function attempt<Result>(work: (database: Database) => PromiseLike<Result>): Promise<Result> {
		if (!database.isOpen()) await reopen();
		const result = hasAnswered
			? await work(database)
			: await inTime(
					() => work(database),
					() => hasAnswered
				);
		hasAnswered = true;
		return result;
	}

	async function run<Result>(work: (database: Database) => PromiseLike<Result>): Promise<Result> {
		for (let tries = 1; ; tries++) {
			if (asleep) await asleep;
			if (closed) throw new StorageFailure('lost');
			const before = ends;
			try {
				return await attempt(work);
			} catch (error) {
				if (before !== ends) {
					tries--;
					continue;
				}
				const isSilent = error instanceof StorageFailure && error.code === 'silent' && database.isOpen();
				if (!isSilent && !isLostConnection(error)) throw error;
				if (isSilent) endTransactions();
				if (tries >= TRIES) throw isSilent ? error : new StorageFailure('lost', error);
				await reopen();
			}
		}
	}

	return {
		database,
		get newer() {
			return newer;
		},
		run,
		async probe() {
			const table = database.tables[0];
			if (!table || closed) return;
			hasAnswered = false;
			await run(() => table.limit(1).primaryKeys());
		},
		onReopened(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		close() {
			closed = true;
			stopFollowing?.();
			database.close();
		}
	};
}
