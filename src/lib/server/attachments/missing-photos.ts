/**
 * Photos that the server had taken in and whose files its store does not have: after a restore without its files, or when a
 * folder or an object was lost. Phones that still have the bytes send them again; the others are gone, and that is said.
 */
import { sql } from 'kysely';
import { listed } from '#lib/server/database/listed.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import type { FileStore } from './stores.ts';
import { uploadedPhotos } from './uploaded-photos.ts';

/** Hashes of one statement. */
const AT_ONCE = 500;
/** A file that arrives while the store is listed is not in the list: it is looked for by itself. */
const MOST_ASKED = 20_000;

/**
 * Looks which files are there, by a list of the store and without reading any, and notes what is missing and what came back.
 * @returns how many photos of records are missing
 * @throws StoreFailure, then nothing was noted
 */
export async function lookForMissing(
	database: ServerDatabase,
	files: Pick<FileStore, 'list' | 'has'>,
	now: Date
): Promise<number> {
	const there = await files.list();
	const rows = await database.reader
		.selectFrom('upload')
		.select(['sha256', sql<number>`max(case when missing_at is null then 0 else 1 end)`.as('missing')])
		.where('whole_at', 'is not', null)
		.groupBy('sha256')
		.execute();
	const gone: string[] = [];
	for (const { sha256 } of rows) {
		if (there.has(sha256)) continue;
		if (gone.length < MOST_ASKED && (await files.has(sha256))) continue;
		gone.push(sha256);
	}
	const lost = new Set(gone);
	const back = rows
		.filter((row) => Number(row.missing) === 1 && !lost.has(row.sha256))
		.map((row) => row.sha256);
	await note(database, gone, now.toISOString());
	await note(database, back, null);
	return countMissing(database.reader);
}

/** One file was asked for and is not there. */
export async function noteMissing(database: ServerDatabase, sha256: string, now: Date): Promise<void> {
	await note(database, [sha256], now.toISOString());
}

async function note(database: ServerDatabase, hashes: readonly string[], at: string | null): Promise<void> {
	for (let from = 0; from < hashes.length; from += AT_ONCE) {
		const some = hashes.slice(from, from + AT_ONCE);
		await database.concurrently((trx) =>
			trx
				.updateTable('upload')
				.set({ missing_at: at })
				.where('sha256', 'in', listed(trx, some))
				.where('missing_at', at === null ? 'is not' : 'is', null)
				.where('whole_at', 'is not', null)
				.execute()
		);
	}
}

const missing = (db: Sql) => uploadedPhotos(db).where('upload.missing_at', 'is not', null);

export async function countMissing(db: Sql): Promise<number> {
	const { count } = await missing(db)
		.select(({ fn }) => fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	return Number(count);
}

export interface MissingPhotos {
	readonly record: string;
	readonly no: string | null;
	readonly kind: string;
	readonly region: string;
	readonly recorder: { readonly zh: string; readonly en: string };
	readonly photos: number;
	/** When the first of them was found to be missing. */
	readonly since: string;
}

/** Records whose photos are missing, the latest found first. @param most rows */
export async function listMissing(db: Sql, most: number): Promise<MissingPhotos[]> {
	const rows = await missing(db)
		.innerJoin('record', 'record.id', 'attachment.record_id')
		.innerJoin('account', 'account.id', 'record.recorder')
		.select(['record.id', 'record.no', 'record.kind', 'record.region', 'account.zh', 'account.en'])
		.select(({ fn }) => [fn.countAll<number>().as('photos'), fn.min('upload.missing_at').as('since')])
		.groupBy(['record.id', 'record.no', 'record.kind', 'record.region', 'account.zh', 'account.en'])
		.orderBy('since', 'desc')
		.orderBy('record.id')
		.limit(most)
		.execute();
	return rows.map(({ id, photos, since, zh, en, ...row }) => ({
		...row,
		record: id,
		recorder: { zh, en },
		photos: Number(photos),
		since: since ?? ''
	}));
}
