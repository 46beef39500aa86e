/** What this phone knows of one trip: its records, and everything of them that is not finished. */
import { addDigest, rowDigest } from '#lib/protocol/digest.ts';
import type { PersonDatabase, RecordRow } from '../schema.ts';
import { countPhotos, type PhotoCounts } from '../photos/photo-store.ts';
import { withoutWithdrawn } from '../photos/withdrawn.ts';
import { rowToRecord } from '../record-row.ts';
import type { AttentionRow, DraftRow, LocalRecord } from '../rows.ts';

export interface TripFacts {
	/** The trip's own record; undefined where this phone has none of that id. */
	readonly trip: LocalRecord | undefined;
	/** The person's records in it, the earliest first; requests and stock movements among them. */
	readonly records: readonly LocalRecord[];
	readonly drafts: readonly DraftRow[];
	readonly attention: readonly AttentionRow[];
	readonly photos: PhotoCounts;
	/** Operations on its records, and on the trip itself, that wait to be sent. */
	readonly waiting: number;
	/** Of these, the ones the server has said to have, as `protocol/trip-count.ts` counts them. */
	readonly confirmed: { readonly count: number; readonly hash: number };
}

/** @param account the phone's person; what others recorded in the same trip is theirs */
export async function readTripFacts(
	database: PersonDatabase,
	id: string,
	account: string
): Promise<TripFacts> {
	const row = await database.records.get(id);
	const rows = await database.records.where('trip').equals(id).toArray();
	const own = rows.filter((one) => one.recorder === account);
	const ids = [id, ...own.map((one) => one.id)];
	const drafts = await database.drafts.filter((draft) => isOf(draft.body, id)).toArray();
	const refused = await database.attention.toArray();
	const photos = await database.attachments.where('recordId').anyOf(ids).toArray();
	const waiting = await database.outbox.where('recordId').anyOf(ids).count();
	return {
		trip: row && rowToRecord(row),
		records: own.sort(earliestFirst).map(rowToRecord),
		drafts,
		attention: refused.filter((one) => ids.includes(one.recordId) || isOf(one.operation.body, id)),
		photos: countPhotos(await withoutWithdrawn(database, photos)),
		waiting,
		confirmed: count(own)
	};
}

function isOf(body: unknown, trip: string): boolean {
	return typeof body === 'object' && body !== null && (body as { tripId?: unknown }).tripId === trip;
}

function earliestFirst(a: RecordRow, b: RecordRow): number {
	return a.savedAt < b.savedAt ? -1 : a.savedAt > b.savedAt ? 1 : 0;
}

function count(rows: readonly RecordRow[]): TripFacts['confirmed'] {
	let hash = 0;
	let count = 0;
	for (const { base } of rows) {
		if (!base) continue;
		count++;
		hash = addDigest(hash, rowDigest(base.kind, base.id, base.rev));
	}
	return { count, hash };
}
