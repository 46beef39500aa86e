/** What an app makes of what lies beside a person's records: photos, rows of persons, stock, lent rosters, accepted work. */
import { createHash } from 'node:crypto';
import type { StockInHand } from '#lib/domain/stock/in-hand.ts';
import { readInHand } from '#lib/state/stock-in-hand.ts';
import type { Databases } from '#lib/storage/databases.ts';
import { findRecords } from '#lib/storage/lists/find-records.ts';
import { readLeases, type LeasedList } from '#lib/storage/leases/read-leases.ts';
import { bareOperation } from '#lib/storage/operation-row.ts';
import { unconfirmedPhotos } from '#lib/storage/photos/unconfirmed.ts';
import { draftPhotosOf } from '#lib/storage/photos/draft-photos.ts';
import type { PhotoRow } from '#lib/storage/photos/photo-row.ts';
import { bytesOf, photosOf } from '#lib/storage/photos/photos-of.ts';

export interface SeenPhoto extends Omit<PhotoRow, 'tries' | 'hasBytes'> {
	/** SHA-256 of its bytes as they lie on the phone; null where it has none. */
	readonly lies: string | null;
}

export interface SeenBesides {
	/** Of every record, form and refused work that the phone shows, by id. */
	readonly photos: readonly SeenPhoto[];
	/** Photos of saved records that erasing the phone would lose. */
	readonly unconfirmed: number;
	/** Ids of what is found through the record it hangs on, by that record's: receipts, sign-ins, requests. */
	readonly hanging: Readonly<Record<string, readonly string[]>>;
	readonly stock: StockInHand;
	/** By the time at which the server was last heard of. */
	readonly lent: readonly LeasedList[];
	/** What a server put back from a backup would be told again, as the text that would be sent. */
	readonly accepted: readonly string[];
	/** Bytes that are kept back for a full disk. */
	readonly reserve: number;
}

interface Owners {
	/** Ids of all records that there are, or that work is about. */
	readonly records: readonly string[];
	/** Keys of drafts. */
	readonly drafts: readonly string[];
}

const byId = <Row extends { readonly id: string }>(a: Row, b: Row) => (a.id < b.id ? -1 : 1);
const hashOf = (bytes: ArrayBuffer) => createHash('sha256').update(new Uint8Array(bytes)).digest('hex');

async function seenPhotos(databases: Databases, { records, drafts }: Owners): Promise<SeenPhoto[]> {
	const rows = new Map<string, PhotoRow>();
	for (const id of records) for (const row of await photosOf(databases, id)) rows.set(row.id, row);
	for (const key of drafts) for (const row of await draftPhotosOf(databases, key)) rows.set(row.id, row);
	const seen: SeenPhoto[] = [];
	for (const { tries: _tries, hasBytes: _has, ...row } of rows.values()) {
		const bytes = await bytesOf(databases, row.id);
		seen.push({ ...row, lies: bytes && hashOf(bytes) });
	}
	return seen.sort(byId);
}

async function seenHanging(databases: Databases, ids: readonly string[]): Promise<Record<string, string[]>> {
	const hanging: Record<string, string[]> = {};
	for (const parent of [...new Set(ids)].sort()) {
		const filter = { parent, own: false, limit: 100_000 };
		const { rows } = await databases.saves.run((database) => findRecords(database, filter));
		if (rows.length > 0) hanging[parent] = rows.map(({ id }) => id).sort();
	}
	return hanging;
}

export async function lookBesides(databases: Databases, owners: Owners): Promise<SeenBesides> {
	const accepted = await databases.saves.run((database) => database.journal.filter(() => true));
	const reserve = await databases.saves.run((database) => database.reserve.toArray());
	const { places, holdings, open } = await readInHand(databases);
	return {
		photos: await seenPhotos(databases, owners),
		unconfirmed: (await databases.saves.run(unconfirmedPhotos)).length,
		hanging: await seenHanging(databases, owners.records),
		stock: { places: [...places].sort(), holdings, open: [...open].sort(byId) },
		// Its own clock says nothing here: the phone may be looked at years later.
		lent: await readLeases(databases, 0),
		accepted: accepted.sort((one, other) => one.n - other.n).map((row) => JSON.stringify(bareOperation(row))),
		reserve: reserve.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
	};
}
