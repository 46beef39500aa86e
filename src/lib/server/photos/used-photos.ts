/** Pictures that another record used before: the same file, or one that looks like it, smaller, compressed again or cut. */
import { sql } from 'kysely';
import type { Photo, PhotoUse } from '#lib/domain/photo.ts';
import { askedKeysOf, keysOf } from '#lib/domain/picture-keys.ts';
import { readPrint } from '#lib/domain/picture-print.ts';
import { isSamePicture, type Pictured } from '#lib/domain/same-picture.ts';
import { worthComparing } from '#lib/domain/worth-comparing.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Trx } from '#lib/server/database/schema.ts';

/** Pictures that share a key with one are found, those that share most keys first: so many, which bounds the time that takes. */
const FOUND = 40;
/** So many sheets: those of one form share keys by the hundred, and a cut one may share few with its own original. */
const FOUND_SHEETS = 2_000;

/** A record as an operation of this push names its photos. */
export interface NamedPhotos {
	readonly recordId: string;
	readonly photos: readonly Photo[];
}

interface Known {
	readonly photoId: string;
	readonly recordId: string;
	readonly sha256: string;
	/** Null without a print. */
	readonly picture: Pictured | null;
}

/** Id of the record that used a photo's picture before, by `used(record, photo)`. */
export type UsedPhotos = ReadonlyMap<string, string>;

export const used = (recordId: string, photoId: string): string => `${recordId} ${photoId}`;

/**
 * For every photo that is new with these operations, the earliest record found to have used its picture before. Operations of
 * one push count in their order: the later one is found.
 */
export async function loadUsedPhotos(trx: Trx, named: readonly NamedPhotos[]): Promise<UsedPhotos> {
	const found = new Map<string, string>();
	const ofPush = new PushPhotos();
	const stored = await storedAlready(trx, named);
	for (const { recordId, photos } of named) {
		for (const photo of photos) {
			const name = used(recordId, photo.id);
			if (stored.has(name) || ofPush.has(name)) continue;
			const own = knownOf(photo, recordId);
			const before = (await findStored(trx, own)) ?? ofPush.find(own);
			if (before !== undefined) found.set(name, before);
			ofPush.add(own);
		}
	}
	return found;
}

function knownOf({ id, sha256, use, prints }: Photo, recordId: string): Known {
	const print = readPrint(prints);
	return { photoId: id, recordId, sha256, picture: print && { use, print } };
}

/** The photos of this push, found as the stored ones are: by file and by key. */
class PushPhotos {
	readonly #names = new Set<string>();
	readonly #byKey = new Map<string | number, Known[]>();

	has(name: string): boolean {
		return this.#names.has(name);
	}

	add(one: Known): void {
		this.#names.add(used(one.recordId, one.photoId));
		for (const key of [one.sha256, ...(one.picture ? keysOf(one.picture.print) : [])]) {
			const sharing = this.#byKey.get(key);
			if (sharing) sharing.push(one);
			else this.#byKey.set(key, [one]);
		}
	}

	/** The record of one that is the same picture; those that share most keys are looked at first. */
	find(own: Known): string | undefined {
		const isOther = (one: Known) => one.recordId !== own.recordId;
		const byFile = this.#byKey.get(own.sha256)?.find(isOther);
		if (byFile) return byFile.recordId;
		const { picture } = own;
		if (!picture) return undefined;
		const shared = new Map<Known, number>();
		for (const key of askedKeysOf(picture.print)) {
			for (const one of this.#byKey.get(key) ?? []) shared.set(one, (shared.get(one) ?? 0) + 1);
		}
		const near = [...shared.keys()]
			.filter(isOther)
			.sort((one, other) => (shared.get(other) ?? 0) - (shared.get(one) ?? 0))
			.slice(0, mostFound(picture));
		return worthComparing(near, picture).find((one) => one.picture && isSamePicture(one.picture, picture))
			?.recordId;
	}
}

/** Photos that their records named before this push: what was found of them then stands as flags. */
async function storedAlready(trx: Trx, named: readonly NamedPhotos[]): Promise<Set<string>> {
	const ids = [...new Set(named.flatMap(({ photos }) => photos.map(({ id }) => id)))];
	if (ids.length === 0) return new Set();
	const rows = await trx
		.selectFrom('photo_print')
		.select(['photo_id', 'record_id'])
		.where('photo_id', 'in', listed(trx, ids))
		.execute();
	return new Set(rows.map((row) => used(row.record_id, row.photo_id)));
}

async function findStored(trx: Trx, own: Known): Promise<string | undefined> {
	const byFile = await standing(trx)
		.where('photo_print.sha256', '=', own.sha256)
		.where('photo_print.record_id', '<>', own.recordId)
		.orderBy('photo_print.named_at')
		.limit(1)
		.executeTakeFirst();
	if (byFile) return byFile.record_id;
	const { picture } = own;
	if (!picture) return undefined;
	const near = await trx
		.selectFrom('photo_key')
		.select('photo_id')
		.select(sql<number>`count(*)`.as('shared'))
		.where('key', 'in', askedKeysOf(picture.print))
		.groupBy('photo_id')
		.orderBy('shared', 'desc')
		.orderBy('photo_id')
		.limit(mostFound(picture))
		.execute();
	if (near.length === 0) return undefined;
	const rows = await standing(trx)
		.where(
			'photo_print.photo_id',
			'in',
			listed(
				trx,
				near.map((row) => row.photo_id)
			)
		)
		.where('photo_print.record_id', '<>', own.recordId)
		.execute();
	const shared = new Map(near.map((row, at) => [row.photo_id, at]));
	const found = rows
		.sort((one, other) => (shared.get(one.photo_id) ?? 0) - (shared.get(other.photo_id) ?? 0))
		.map(({ record_id, named_at, use, print: text }) => {
			const print = readPrint(text.split(' '));
			return { record_id, named_at, picture: print && { use: use as PhotoUse, print } };
		});
	return worthComparing(found, picture)
		.sort((one, other) => (one.named_at < other.named_at ? -1 : 1))
		.find((one) => one.picture && isSamePicture(one.picture, picture))?.record_id;
}

const mostFound = ({ use, print }: Pictured): number =>
	use === 'sheet' && print.sheet ? FOUND_SHEETS : FOUND;

/** Photos of records that stand: a record that was voided may be entered anew with its pictures. */
function standing(trx: Trx) {
	return trx
		.selectFrom('photo_print')
		.innerJoin('record', 'record.id', 'photo_print.record_id')
		.select(['photo_print.record_id', 'photo_print.photo_id', 'photo_print.print', 'photo_print.use'])
		.select('photo_print.named_at')
		.where((eb) => eb.or([eb('record.state', 'is', null), eb('record.state', '<>', 'voided')]));
}
