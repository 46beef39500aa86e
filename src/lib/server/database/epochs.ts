/** Epochs: 1 for a server that was never put back from a backup, then seconds since a day before all of them. */
import type { MetaTable, Trx } from './schema.ts';

const FIRST_EPOCH = Date.UTC(2025, 0, 1);

/**
 * Above that of the backup and of what stood here, and never one that was given before: an old backup can be restored twice,
 * and phones that have seen the first time must notice the second.
 */
export function nextEpoch(backup: number, present: number, now: Date): number {
	const seconds = Math.floor((now.getTime() - FIRST_EPOCH) / 1000);
	return Math.max(backup + 1, present + 1, seconds);
}

/** A time when the server was put back from a backup, and the epoch that began then. */
export interface Restore {
	readonly epoch: number;
	readonly at: string;
}

/** All that what stands here has seen, in order. Of others, that began another way from a backup, it knows nothing. */
export function restoresOf(meta: Pick<MetaTable, 'epoch' | 'earlier_epochs'>): Restore[] {
	return epochsOf(meta).map((epoch) => ({ epoch, at: new Date(FIRST_EPOCH + epoch * 1000).toISOString() }));
}

function epochsOf({ epoch, earlier_epochs }: Pick<MetaTable, 'epoch' | 'earlier_epochs'>): number[] {
	const earlier = JSON.parse(earlier_epochs ?? '[]') as number[];
	return [...earlier, epoch].filter((one) => one > 1);
}

/**
 * Begins the next epoch in a database that holds a backup: phones send again what had arrived after it, and pull anew.
 * @param present epoch of what stood here before
 */
export async function raiseEpoch(trx: Trx, present: number, now: Date): Promise<number> {
	const meta = await trx.selectFrom('meta').select(['epoch', 'earlier_epochs']).executeTakeFirstOrThrow();
	const epoch = nextEpoch(meta.epoch, present, now);
	await trx
		.updateTable('meta')
		.set({ epoch, earlier_epochs: JSON.stringify(epochsOf(meta)) })
		.execute();
	await trx.updateTable('scope_head').set({ gen: epoch }).execute();
	return epoch;
}
