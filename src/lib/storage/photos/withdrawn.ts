/**
 * Photos that were taken out of their record before they were sent: they are not sent, and counted nowhere. That a photo is one
 * is never written down but follows from the record as it stands, so that a removal which the server refuses brings it back.
 * Its bytes stay as long as anything that this phone may still send names it, and go after that.
 */
import { photosIn } from '#lib/domain/photo.ts';
import type { Databases } from '../databases.ts';
import { ownWork } from '../own-work.ts';
import type { PersonDatabase, RecordRow } from '../schema.ts';
import type { PhotoRow } from './photo-row.ts';

const names = (body: unknown, id: string) => photosIn(body).some((photo) => photo.id === id);

/** True where the record, own unsent changes laid over it, no longer names the photo, and no proposal would bring it back. */
function hasLeft(record: RecordRow | undefined, id: string): boolean {
	const body = record?.laid ?? record?.base?.body;
	// Of what this version cannot read nothing is known.
	const isRead = typeof body === 'object' && body !== null && 'photos' in body && !record?.opaque;
	if (!isRead || names(body, id)) return false;
	return !record?.base?.conflicts.some(({ fields }) => JSON.stringify(fields).includes(id));
}

/** Ids of those of these rows that were taken out of their records. A refused save still names its photos: it may come again. */
export async function withdrawnAmong(
	database: PersonDatabase,
	rows: readonly PhotoRow[]
): Promise<ReadonlySet<string>> {
	// Asked at every change of the outbox, and hardly ever about any.
	if (rows.length === 0) return new Set();
	const ids = [...new Set(rows.flatMap(({ recordId }) => recordId ?? []))];
	const records = await database.records.getMany(ids);
	const byId = new Map(ids.map((id, at) => [id, records[at]]));
	const withdrawn = new Set<string>();
	for (const { id, recordId } of rows) {
		if (recordId === null || !hasLeft(byId.get(recordId), id)) continue;
		const refused = await database.attention.where('recordId').equals(recordId).toArray();
		if (!refused.some(({ operation }) => names(operation.body, id))) withdrawn.add(id);
	}
	return withdrawn;
}

/** Gives up those that nothing names any more. @returns how many */
export async function dropWithdrawn(databases: Databases): Promise<number> {
	if (databases.readOnly) return 0;
	const unsent = (database: PersonDatabase) =>
		database.attachments.where('state').anyOf('waits', 'refused').toArray();
	// There are hardly ever any: nothing is locked to find that out.
	const found = await databases.pulls.run(async (database) =>
		withdrawnAmong(database, await unsent(database))
	);
	if (found.size === 0) return 0;
	return databases.pulls.run((database) =>
		database.transaction(
			'rw',
			[
				...['attachments', 'attachmentBytes', 'outbox', 'attention', 'drafts'],
				...[...database.records.reads, ...database.journal.reads]
			],
			async () => {
				const rows = await unsent(database);
				const withdrawn = await withdrawnAmong(database, rows);
				const over: string[] = [];
				for (const row of rows)
					if (withdrawn.has(row.id) && !(await isWorkOn(database, row))) over.push(row.id);
				await database.attachments.bulkDelete(over);
				await database.attachmentBytes.bulkDelete(over);
				return over.length;
			}
		)
	);
}

/** Work that waits, or that a restored server has to hear again, or a form, names the photo. */
async function isWorkOn(database: PersonDatabase, { id, recordId }: PhotoRow): Promise<boolean> {
	const { waiting, accepted, attention } = await ownWork(database, recordId ?? '');
	const operations = [...waiting, ...accepted, ...attention.map(({ operation }) => operation)];
	if (operations.some(({ body }) => names(body, id))) return true;
	return (await database.drafts.filter(({ body }) => names(body, id)).count()) > 0;
}
