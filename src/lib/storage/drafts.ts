/** What was typed and not yet saved. */
import type { Databases } from './databases.ts';
import { dropPhotos } from './photos/bind-photos.ts';
import { withReserve } from './reserve.ts';
import type { DraftRow } from './rows.ts';

export function draftKey(kind: string, recordId: string): string {
	return `${kind}:${recordId}`;
}

/**
 * A draft that does not say what its form was opened with is taken to begin from the record as it stands at its first key.
 * @throws StorageFailure `quota`, `lost`
 */
export async function putDrafts(databases: Databases, drafts: readonly DraftRow[]): Promise<void> {
	if (databases.readOnly || drafts.length === 0) return;
	await withReserve(databases, () =>
		databases.saves.run((database) =>
			database.transaction('rw', [database.drafts, database.records], async () => {
				for (const draft of drafts) {
					const kept = await database.drafts.get(draft.key);
					// Others' words that were taken away with the record do not come back with the next key.
					let before = kept?.before === null ? null : (draft.before ?? kept?.before);
					if (!kept && before === undefined) {
						const row = await database.records.get(draft.recordId);
						before = row?.laid ?? row?.base?.body ?? null;
					}
					await database.drafts.put({ ...draft, before });
				}
			})
		)
	);
}

export async function getDraft(
	databases: Databases,
	kind: string,
	recordId: string
): Promise<DraftRow | undefined> {
	return databases.saves.run((database) => database.drafts.get(draftKey(kind, recordId)));
}

/** Throws a form away, with the photos taken for it. */
export async function deleteDraft(databases: Databases, kind: string, recordId: string): Promise<void> {
	if (databases.readOnly) return;
	const key = draftKey(kind, recordId);
	await databases.saves.run((database) =>
		database.transaction(
			'rw',
			[database.drafts, database.records, database.outbox, database.attachments, database.attachmentBytes],
			async () => {
				await database.drafts.delete(key);
				await dropPhotos(database, key, recordId);
			}
		)
	);
}
