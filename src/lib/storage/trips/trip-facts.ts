/** What this phone knows of one trip: its records, and everything of them that is not finished. */
import { addDigest, rowDigest } from '#lib/protocol/digest.ts';
import type { PersonDatabase, RecordRow } from '../schema.ts';
import { countPhotos, type PhotoCounts } from '../photos/photo-store.ts';
import { asTheyStand } from '../photos/unconfirmed.ts';
import { rowToRecord } from '../record-row.ts';
import type { AttentionRow, DraftRow, LocalRecord } from '../rows.ts';

/** Number and hash, as `protocol/trip-count.ts` counts. */
export interface Counted {
	readonly count: number;
	readonly hash: number;
}

export interface TripFacts {
	/** The trip's own record; undefined where this phone has none of that id. */
	readonly trip: LocalRecord | undefined;
	/** The person's records in it, the earliest first; requests and stock movements among them. */
	readonly records: readonly LocalRecord[];
	/** What hangs on these records and stands for one person each, where the phone's person noted something of it. */
	readonly rows: readonly LocalRecord[];
	readonly drafts: readonly DraftRow[];
	readonly attention: readonly AttentionRow[];
	readonly photos: PhotoCounts;
	/** Operations on the trip, its records and their rows that wait to be sent. */
	readonly waiting: number;
	/** Others, which the server has in custody and has not taken in yet. */
	readonly parked: number;
	/** Of the records, the ones the server has said to have. */
	readonly confirmed: Counted;
	/** The same of the rows. */
	readonly confirmedRows: Counted;
}

/** Whose phone it is; what others recorded in the same trip is theirs. */
export interface TripReader {
	readonly account: string;
	/** Kinds whose rows stand for one person each. */
	readonly rowKinds: ReadonlySet<string>;
}

export async function readTripFacts(
	database: PersonDatabase,
	id: string,
	{ account, rowKinds }: TripReader
): Promise<TripFacts> {
	const row = await database.records.get(id);
	const all = await database.records.with('trip', [id]);
	const records = all.filter((one) => one.recorder === account);
	const own = new Set(records.map((one) => one.id));
	const below = await database.records.with(
		'parent',
		all.map((one) => one.id)
	);
	const hanging = below.filter((one) => rowKinds.has(one.kind));
	const scope = `user:${account}`;
	const isTold = (one: RecordRow) => one.base !== null && scope in one.memberships;
	const rows = hanging.filter(
		(one) =>
			own.has(one.parent ?? '') && (isTold(one) || one.recorder === account || one.stage !== 'on-server')
	);
	// What waits is the phone's person's, whoever made the record it hangs on.
	const ids = [id, ...all.map((one) => one.id), ...hanging.map((one) => one.id)];
	const drafts = await database.drafts.filter((draft) => isOf(draft.body, id)).toArray();
	const refused = await database.attention.toArray();
	const photos = await database.attachments.where('recordId').anyOf(ids).toArray();
	const outbox = await database.outbox.where('recordId').anyOf(ids).toArray();
	const parked = outbox.filter((one) => one.lane === 'parked').length;
	return {
		trip: row && rowToRecord(row),
		records: records.sort(earliestFirst).map(rowToRecord),
		rows: rows.sort(earliestFirst).map(rowToRecord),
		drafts,
		attention: refused.filter((one) => ids.includes(one.recordId) || isOf(one.operation.body, id)),
		photos: countPhotos(await asTheyStand(database, photos)),
		waiting: outbox.length - parked,
		parked,
		confirmed: count(records),
		confirmedRows: count(rows.filter(isTold))
	};
}

function isOf(body: unknown, trip: string): boolean {
	return typeof body === 'object' && body !== null && (body as { tripId?: unknown }).tripId === trip;
}

function earliestFirst(a: RecordRow, b: RecordRow): number {
	return a.savedAt < b.savedAt ? -1 : a.savedAt > b.savedAt ? 1 : 0;
}

function count(rows: readonly RecordRow[]): Counted {
	let hash = 0;
	let count = 0;
	for (const { base } of rows) {
		if (!base) continue;
		count++;
		hash = addDigest(hash, rowDigest(base.kind, base.id, base.rev));
	}
	return { count, hash };
}
