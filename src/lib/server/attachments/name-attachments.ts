import { photosIn } from '#lib/domain/photo.ts';
import type { AttachmentTable } from '#lib/server/database/schema-files.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import type { Revision } from '#lib/server/sync/record-state.ts';

const COLUMNS = ['id', 'record_id', 'account_id', 'sha256', 'bytes', 'mime', 'use', 'named_at'] as const;
/** The first to name a photo in a record is who took it: a team's lead who amends the record names it again. */
const ONCE = 'on conflict ("id", "record_id") do nothing';

/**
 * Notes the photos that these accepted operations name, also those that a merge left to a coordinator: their files are
 * expected from the account whose operation it is, and from nobody else.
 */
export async function nameAttachments(trx: Trx, revisions: readonly Revision[]): Promise<void> {
	const rows = revisions.flatMap((one): AttachmentTable[] => {
		if (one.sent === null || typeof one.sent === 'string') return [];
		if (one.verb !== 'create' && one.verb !== 'amend') return [];
		return photosIn(one.sent.body).map(({ id, sha256, bytes, mime, use }) => ({
			...{ id, record_id: one.record_id, account_id: one.by_account, sha256, bytes, mime, use },
			named_at: one.received_at
		}));
	});
	if (rows.length > 0) await insertRows(trx, 'attachment', COLUMNS, rows, ONCE);
}
