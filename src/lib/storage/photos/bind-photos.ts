/** What becomes of photos when their form is saved or thrown away. Call inside a transaction. */
import type { Photo } from '#lib/domain/photo.ts';
import type { PersonDatabase } from '../schema.ts';

/** Photos that `named` takes from drafts are the record's from now on, and wait to be sent. */
export async function bindPhotos(
	database: PersonDatabase,
	recordId: string,
	named: readonly Photo[]
): Promise<void> {
	if (named.length === 0) return;
	const rows = await database.attachments.bulkGet(named.map(({ id }) => id));
	for (const [at, row] of rows.entries()) {
		const photo = named[at];
		if (!row || !photo || row.state === 'sent') continue;
		const state = row.state === 'draft' ? 'waits' : row.state;
		// What was said of it (use, publicity) may have changed since it was taken; its bytes never do.
		await database.attachments.put({ ...row, photo, recordId, draft: null, state });
	}
}

/** The photos of a form that is thrown away, and those of its record when nothing else of the record is here. */
export async function dropPhotos(database: PersonDatabase, draft: string, recordId: string): Promise<void> {
	const ids = await database.attachments.where('draft').equals(draft).primaryKeys();
	const [record, work] = await Promise.all([
		database.records.get(recordId),
		database.outbox.where('recordId').equals(recordId).count()
	]);
	if (!record && work === 0)
		ids.push(...(await database.attachments.where('recordId').equals(recordId).primaryKeys()));
	await database.attachments.bulkDelete(ids);
	await database.attachmentBytes.bulkDelete(ids);
}
