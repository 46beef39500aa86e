/**
 * A photo's file for somebody who may see the record that names it - exactly then: at the desk who reads the record whole,
 * on a phone whom a pull would give it. For everybody else it is as if there were none. A record names what its present body
 * names: a picture that was taken out of it (somebody who does not agree, a minor) is shown to nobody any more, whatever an
 * earlier revision says.
 */
import { photosIn } from '#lib/domain/photo.ts';
import { kindOf } from '#lib/records/index.ts';
import type { DeskIdentity, DeviceIdentity } from '#lib/server/accounts/contract.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { covers, deskRights, mayHandle, readsKind } from '#lib/server/desk/desk-rights.ts';
import { goneTeams, loadReference } from '#lib/server/sync/reference-store.ts';
import { loadRights } from '#lib/server/sync/rights.ts';
import { readableScopes, scopesOf } from '#lib/server/sync/scopes.ts';
import { uploadedPhotos } from './uploaded-photos.ts';

export interface FoundFile {
	readonly sha256: string;
	readonly mime: string;
}

/** The records that name a photo now, where its file is there. */
async function naming(trx: Trx, id: string) {
	const rows = await uploadedPhotos(trx)
		.innerJoin('record', 'record.id', 'attachment.record_id')
		.selectAll('record')
		.select(['attachment.sha256 as sha256', 'attachment.mime as mime'])
		.where('attachment.id', '=', id)
		.where('upload.whole_at', 'is not', null)
		.execute();
	return rows
		.map((row) => ({ ...row, content: JSON.parse(row.body) as unknown }))
		.filter(({ content }) => photosIn(content).some((photo) => photo.id === id));
}

/** Persons are masked for who does not handle a record, and a picture cannot be masked. */
export async function fileAtDesk(
	database: ServerDatabase,
	{ account, grants }: DeskIdentity,
	id: string,
	now: Date
): Promise<FoundFile | null> {
	const rights = deskRights(grants, now.toISOString());
	const rows = await database.snapshot((trx) => naming(trx, id));
	const found = rows.find((row) => {
		const isOwn = row.recorder === account.id;
		const mayRead = covers(rights.reads, row.region) && readsKind(rights, row.kind);
		return (isOwn || mayRead) && mayHandle(rights, row.region, row.recorder, account.id);
	});
	return found ? { sha256: found.sha256, mime: found.mime } : null;
}

export async function fileOnPhone(
	database: ServerDatabase,
	{ account, device }: DeviceIdentity,
	id: string,
	now: Date
): Promise<FoundFile | null> {
	if (device.revoked) return null;
	return database.snapshot(async (trx) => {
		const rows = await naming(trx, id);
		if (rows.length === 0) return null;
		const rights = (await loadRights(trx, [account.id], null)).get(account.id);
		if (!rights) return null;
		const reference = await loadReference(trx);
		const gone = await goneTeams(trx);
		const readable = new Set(readableScopes(rights, now.toISOString(), reference, gone));
		const found = rows.find((row) => {
			const kind = kindOf(row.kind);
			return kind && scopesOf(kind, row, row.content).some((scope) => readable.has(scope));
		});
		return found ? { sha256: found.sha256, mime: found.mime } : null;
	});
}
