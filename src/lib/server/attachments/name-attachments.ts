import { photosIn } from '#lib/domain/photo.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { AttachmentTable } from '#lib/server/database/schema-files.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { readBody } from '#lib/server/sync/read-operation.ts';
import type { RecordState } from '#lib/server/sync/record-state.ts';

const COLUMNS = [
	'id',
	'record_id',
	'account_id',
	'sha256',
	'bytes',
	'mime',
	'use',
	'named_at',
	'left_at'
] as const;
/** The first to name a photo in a record is who took it: a team's lead who amends the record names it again. */
const ONCE = 'on conflict ("id", "record_id") do nothing';

interface Change {
	readonly kind: RecordKind;
	readonly before: RecordState | undefined;
	readonly after: RecordState;
}

const idsIn = (state: RecordState | undefined): ReadonlySet<string> =>
	new Set(photosIn(state?.body).map(({ id }) => id));

/**
 * Notes the photos that the accepted operations on these records name, also those that a merge left to a coordinator: their
 * files are expected from the account whose operation it is, and from nobody else. And since when a record names one no more.
 */
export async function nameAttachments(trx: Trx, changes: readonly Change[]): Promise<void> {
	const rows = changes.flatMap(({ kind, before, after }): AttachmentTable[] => {
		const now = idsIn(after);
		return after.revisions.flatMap((one): AttachmentTable[] => {
			if (one.rev <= (before?.row.rev ?? 0) || one.sent === null || typeof one.sent === 'string') return [];
			if (one.verb !== 'create' && one.verb !== 'amend') return [];
			// Read by its kind: one that has no photos names none, whatever was sent.
			const read = readBody(one.sent, kind);
			return photosIn(read.ok ? read.body : null).map(({ id, sha256, bytes, mime, use }) => ({
				...{ id, record_id: one.record_id, account_id: one.by_account, sha256, bytes, mime, use },
				...{ named_at: one.received_at, left_at: now.has(id) ? null : one.received_at }
			}));
		});
	});
	if (rows.length > 0) await insertRows(trx, 'attachment', COLUMNS, rows, ONCE);
	for (const change of changes) await noteLeft(trx, change);
}

/** Of photos that were noted before. */
async function noteLeft(trx: Trx, { before, after }: Change): Promise<void> {
	if (!before || before.row.body === after.row.body) return;
	const [was, now] = [idsIn(before), idsIn(after)];
	const at = after.revisions.at(-1)?.received_at ?? null;
	const steps = [
		{ ids: [...was].filter((id) => !now.has(id)), left_at: at },
		{ ids: [...now].filter((id) => !was.has(id)), left_at: null }
	];
	for (const { ids, left_at } of steps) {
		if (ids.length === 0) continue;
		await trx
			.updateTable('attachment')
			.set({ left_at })
			.where('record_id', '=', after.row.id)
			.where('id', 'in', listed(trx, ids))
			.execute();
	}
}
