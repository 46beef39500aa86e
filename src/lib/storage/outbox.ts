/** What waits to be sent, what is counted of it, and all that is not accepted. */
import Dexie from 'dexie';
import type { Operation } from '#lib/domain/operation.ts';
import type { Databases } from './databases.ts';
import { bareOperation } from './operation-row.ts';
import { unconfirmedPhotos } from './photos/unconfirmed.ts';
import type { PersonDatabase, WaitingRow } from './schema.ts';

/** Highest `n` that waits, or 0. */
export function lastWaiting(databases: Databases): Promise<number> {
	return databases.pulls.run(async (database) => (await lastToSend(database))?.n ?? 0);
}

/** The newest that waits to be sent. */
export function lastToSend({ outbox }: PersonDatabase): PromiseLike<WaitingRow | undefined> {
	return outbox.where('[lane+n]').between(['send', Dexie.minKey], ['send', Dexie.maxKey]).last();
}

export interface OutboxCounts {
	readonly waiting: number;
	readonly oldestWaiting: string | null;
	readonly parked: number;
	readonly attention: number;
	/** Photos of saved records that the server has not confirmed as it stands. */
	readonly photosWaiting: number;
	/** Those that it does not take; their bytes are here alone. */
	readonly photosRefused: number;
}

/**
 * Whether a screen may say that all was sent. Not while something needs attention: what was set aside there was never sent, and
 * of what was refused a restored server may know nothing. A photo that was refused is on this phone alone.
 */
export function isAllSent(counts: Omit<OutboxCounts, 'oldestWaiting' | 'parked'>): boolean {
	return counts.waiting + counts.attention + counts.photosWaiting + counts.photosRefused === 0;
}

export async function countOutbox(database: PersonDatabase): Promise<OutboxCounts> {
	const sending = database.outbox.where('lane').equals('send');
	const [waiting, parked, attention, photos, first] = await Promise.all([
		sending.clone().count(),
		database.outbox.where('lane').equals('parked').count(),
		database.attention.count(),
		unconfirmedPhotos(database),
		database.outbox.where('[lane+n]').between(['send', Dexie.minKey], ['send', Dexie.maxKey]).first()
	]);
	const photosRefused = photos.filter(({ state }) => state === 'refused').length;
	return {
		...{ waiting, oldestWaiting: first?.at ?? null, parked, attention },
		...{ photosWaiting: photos.length - photosRefused, photosRefused }
	};
}

/**
 * Everything that is not accepted, as it would be sent, oldest first: what waits, what needs attention, and what is parked. The
 * server has that in custody, but one that was put back from a backup need not; once more changes nothing.
 */
export async function unsentOperations(databases: Databases): Promise<readonly Operation[]> {
	return databases.saves.run(async (database) => {
		const waiting = await database.outbox.orderBy('n').toArray();
		const refused = await database.attention.toArray();
		return [...waiting, ...refused.map((row) => row.operation)].map(bareOperation).sort((a, b) => a.n - b.n);
	});
}
