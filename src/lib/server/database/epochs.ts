/** Epochs: 1 for a server that was never put back from a backup, then seconds since a day before all of them. */
const FIRST_EPOCH = Date.UTC(2025, 0, 1);

/**
 * Above that of the backup and of what stood here, and never one that was given before: an old backup can be restored twice,
 * and phones that have seen the first time must notice the second.
 */
export function nextEpoch(backup: number, present: number, now: Date): number {
	const seconds = Math.floor((now.getTime() - FIRST_EPOCH) / 1000);
	return Math.max(backup + 1, present + 1, seconds);
}

/** When the server was last put back from a backup, as an instant; null: never. */
export function restoredAt(epoch: number): string | null {
	return epoch <= 1 ? null : new Date(FIRST_EPOCH + epoch * 1000).toISOString();
}
