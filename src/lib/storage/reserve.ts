/** Two megabytes kept back, given up when the quota is hit: a text can then still be saved when a photo cannot. */
import type { Databases } from './databases.ts';
import { isQuota, StorageFailure } from './failure.ts';

const RESERVE_BYTES = 2_000_000;

/** Lays the reserve down where it is missing. `fill` makes it incompressible. No error when there is no room. */
export async function keepReserve(
	databases: Databases,
	fill: (bytes: Uint8Array<ArrayBuffer>) => void
): Promise<boolean> {
	if (databases.readOnly) return false;
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

/**
 * Runs a save; at the quota the reserve goes and the save is tried once more.
 * @throws StorageFailure `quota`
 */
export async function withReserve<Result>(
	databases: Databases,
	save: () => Promise<Result>
): Promise<Result> {
	try {
		return await save();
	} catch (error) {
		if (!isQuota(error)) throw error;
		await databases.saves.run((database) => database.reserve.clear());
		try {
			return await save();
		} catch (second) {
			throw isQuota(second) ? new StorageFailure('quota', second) : second;
		}
	}
}
