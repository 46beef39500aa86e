/** What was typed and not yet saved. */
import type { Databases } from './databases.ts';
import { dropPhotos } from './photos/bind-photos.ts';
import { withReserve } from './reserve.ts';
import type { DraftRow } from './rows.ts';

/** `before`: the body the edit began from, kept so that the save can be laid over a newer base. */
export interface StoredDraft extends DraftRow {
	readonly before?: unknown;
}

export function draftKey(kind: string, recordId: string): string {
	return `${kind}:${recordId}`;
}

/** @throws StorageFailure `quota`, `lost` */
export async function putDrafts(databases: Databases, drafts: readonly DraftRow[]): Promise<void> {
	if (databases.readOnly || drafts.length === 0) return;
	await withReserve(databases, () =>
		databases.saves.run((database) =>
			database.transaction('rw', [database.drafts, database.records], async () => {
				for (const draft of drafts) {
					const kept = (await database.drafts.get(draft.key)) as StoredDraft | undefined;
					let before = kept?.before;
					if (!kept) {
						const row = await database.records.get(draft.recordId);
						before = row?.laid ?? row?.base?.body ?? null;
					}
					await database.drafts.put({ ...draft, before } as StoredDraft);
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
