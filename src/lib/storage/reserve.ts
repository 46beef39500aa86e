/** Two megabytes kept back, given up when the disk is full: a text can then still be saved when a photo cannot. */
import type { Databases } from './databases.ts';
import { errorNames, isQuota, StorageFailure } from './failure.ts';
import type { SpareRoom } from './spare-room.ts';

const RESERVE_BYTES = 2_000_000;
/** Milliseconds after which a save is tried again: browsers free what was deleted a moment later, on a busy phone some seconds. */
const AGAIN = [0, 300, 1_500, 5_000];
/** How many saves wait for the room of each. */
const waiting = new WeakMap<SpareRoom, number>();

/**
 * Lays the reserve down where it is missing: in the cache, and where there is none in the database. `fill` makes it
 * incompressible. No error when there is no room, or a save waits for it.
 */
export async function keepReserve(
	databases: Databases,
	fill: (bytes: Uint8Array<ArrayBuffer>) => void
): Promise<boolean> {
	if (databases.readOnly) return false;
	const { spare } = databases;
	if (!spare) return keepInDatabase(databases, fill);
	// What was given up for a save is not taken back under its hands.
	return (waiting.get(spare) ?? 0) === 0 && spare.keep();
}

async function keepInDatabase(
	databases: Databases,
	fill: (bytes: Uint8Array<ArrayBuffer>) => void
): Promise<boolean> {
	try {
		if ((await databases.pulls.run((database) => database.reserve.count())) > 0) return true;
		const bytes = new Uint8Array(RESERVE_BYTES);
		fill(bytes);
		await databases.pulls.run((database) => database.reserve.put({ id: 1, bytes: bytes.buffer }));
		return true;
	} catch (error) {
		if (isQuota(error)) return false;
		throw error;
	}
}

const isAborted = (error: unknown) => errorNames(error).includes('AbortError');

/**
 * A browser whose disk is really full says nothing of quota: it ends transactions without a reason, closes the database and
 * does not open it again.
 */
function isFull(error: unknown, databases: Databases): boolean {
	if (isQuota(error)) return true;
	if (databases.spare === undefined) return false;
	return isAborted(error) || (error instanceof StorageFailure && error.code === 'lost');
}

/** A transaction may also be ended because its tab was asleep; then the next one succeeds. */
async function onceMore<Result>(save: () => Promise<Result>, doubted: () => void): Promise<Result> {
	try {
		return await save();
	} catch (error) {
		if (!isAborted(error)) throw error;
		doubted();
		return save();
	}
}

/**
 * Runs a save; where there is no room the reserve goes and the save is tried again.
 * @throws StorageFailure `quota`
 */
export async function withReserve<Result>(
	databases: Databases,
	save: () => Promise<Result>
): Promise<Result> {
	try {
		return await onceMore(save, () => databases.rescue?.arm());
	} catch (error) {
		if (!isFull(error, databases)) throw error;
	}
	databases.rescue?.arm();
	const { spare } = databases;
	const change = (by: number) => spare && waiting.set(spare, (waiting.get(spare) ?? 0) + by);
	change(1);
	try {
		return await tryAgain(databases, save);
	} finally {
		change(-1);
	}
}

async function tryAgain<Result>(databases: Databases, save: () => Promise<Result>): Promise<Result> {
	// Each time: an exchange, or another page, may just have been laying it down.
	const give = () => databases.spare?.give().catch(() => undefined);
	await give();
	// What earlier versions kept in the database. It may have no room to delete it.
	await databases.saves.run((database) => database.reserve.clear()).catch(() => undefined);
	let last: unknown;
	for (const wait of databases.spare ? AGAIN : [0]) {
		if (wait > 0) {
			await databases.pause(wait);
			await give();
		}
		try {
			return await save();
		} catch (error) {
			if (!isFull(error, databases)) throw error;
			last = error;
		}
	}
	throw isQuota(last) ? new StorageFailure('quota', last) : last;
}
