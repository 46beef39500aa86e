import { photosIn } from '#lib/domain/photo.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Sql } from '#lib/server/database/schema.ts';

/** Of the photos that a record names now: those whose files are here, by id. */
export async function arrivedPhotos(sql: Sql, recordId: string, body: unknown): Promise<ReadonlySet<string>> {
	const ids = photosIn(body).map(({ id }) => id);
	if (ids.length === 0) return new Set();
	const rows = await sql
		.selectFrom('attachment')
		.innerJoin('upload', (join) =>
			join
				.onRef('upload.id', '=', 'attachment.id')
				.onRef('upload.account_id', '=', 'attachment.account_id')
				.onRef('upload.sha256', '=', 'attachment.sha256')
		)
		.select('attachment.id')
		.where('attachment.record_id', '=', recordId)
		.where('attachment.id', 'in', listed(sql, ids))
		.where('upload.whole_at', 'is not', null)
		.execute();
	return new Set(rows.map(({ id }) => id));
}
