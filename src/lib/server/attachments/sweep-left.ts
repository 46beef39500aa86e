/**
 * Bytes of photos that were taken out of their records: shown to nobody since then, and deleted once nothing has named them
 * for so long that nobody means to go back. What a record has been approved with is its evidence and stays, as the revision
 * that names it does; so does what a coordinator still has to decide on, and a file of the same content that others need.
 */
import { sql } from 'kysely';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { lockedIn } from '#lib/server/database/row-locks.ts';
import type { Sql, Trx } from '#lib/server/database/schema.ts';
import type { FileStore } from './stores.ts';

const KEPT_MILLIS = 90 * 24 * 3_600_000;

/**
 * @param now photos that left their records 90 days before it go
 * @returns how many files were deleted
 * @throws StoreFailure; what was deleted until then is noted as such
 */
export async function sweepLeft(
	database: ServerDatabase,
	files: Pick<FileStore, 'list' | 'get' | 'put' | 'drop'>,
	now: Date
): Promise<number> {
	const before = new Date(now.getTime() - KEPT_MILLIS).toISOString();
	const due = await database.reader
		.selectFrom('attachment')
		.select(['sha256', 'mime'])
		.distinct()
		.where('left_at', '<=', before)
		.orderBy('sha256')
		.execute();
	if (due.length === 0) return 0;
	// One whose deletion was cut off, or that came back with a copied folder, is still there.
	const there = await files.list();
	let count = 0;
	for (const { sha256, mime } of due) {
		if (!there.has(sha256)) continue;
		if (!(await database.concurrently((trx) => giveUp(trx, sha256, before)))) continue;
		const bytes = await files.get(sha256);
		await files.drop(sha256);
		// Somebody may have sent the same content while it was being deleted.
		if (bytes && (await isAwaited(database.reader, sha256))) await files.put(sha256, bytes, mime);
		else count++;
	}
	return count;
}

/** From here on the file counts as not there. @returns false where somebody needs it, and then nothing was changed */
async function giveUp(trx: Trx, sha256: string, before: string): Promise<boolean> {
	// Held, so that no amendment names a photo again meanwhile.
	await lockedIn(
		trx,
		trx
			.selectFrom('record')
			.select('id')
			.where('id', 'in', (eb) =>
				eb.selectFrom('attachment').select('record_id').where('attachment.sha256', '=', sha256)
			)
			.orderBy('id')
	).execute();
	const named = await trx.selectFrom('attachment').selectAll().where('sha256', '=', sha256).execute();
	for (const { id, record_id, left_at } of named) {
		if (left_at === null || left_at > before) return false;
		if (await isEvidence(trx, record_id, id)) return false;
	}
	if (await isSentAhead(trx, sha256)) return false;
	await trx
		.updateTable('upload')
		.set({ whole_at: null, missing_at: null })
		.where('sha256', '=', sha256)
		.execute();
	return true;
}

/** Whether a revision that was approved names it, or a proposal on which nobody has decided. */
async function isEvidence(trx: Trx, record: string, photo: string): Promise<boolean> {
	const named = `%${photo}%`;
	const approved = await trx
		.selectFrom('record_revision')
		.select('rev')
		.where('record_id', '=', record)
		.where('state', 'in', ['approved', 'archived'])
		.where('body', 'like', named)
		.limit(1)
		.executeTakeFirst();
	if (approved) return true;
	const proposed = await trx
		.selectFrom('conflict')
		.select('id')
		.where('record_id', '=', record)
		.where('settled_at', 'is', null)
		.where('fields', 'like', named)
		.limit(1)
		.executeTakeFirst();
	return proposed !== undefined;
}

/** Whether an account sent it for a record that is still to come. */
async function isSentAhead(trx: Trx, sha256: string): Promise<boolean> {
	const ahead = await trx
		.selectFrom('upload')
		.select('upload.id')
		.where('upload.sha256', '=', sha256)
		.where('upload.whole_at', 'is not', null)
		.where((eb) =>
			eb.not(
				eb.exists(
					eb
						.selectFrom('attachment')
						.select(sql`1`.as('one'))
						.whereRef('attachment.id', '=', 'upload.id')
						.whereRef('attachment.account_id', '=', 'upload.account_id')
				)
			)
		)
		.limit(1)
		.executeTakeFirst();
	return ahead !== undefined;
}

async function isAwaited(db: Sql, sha256: string): Promise<boolean> {
	const whole = await db
		.selectFrom('upload')
		.select('id')
		.where('sha256', '=', sha256)
		.where('whole_at', 'is not', null)
		.limit(1)
		.executeTakeFirst();
	return whole !== undefined;
}
