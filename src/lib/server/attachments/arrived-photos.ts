import { photosIn } from '#lib/domain/photo.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { uploadedPhotos } from './uploaded-photos.ts';

/** `missing`: it had arrived, and the store does not have it any more. */
export type Arrived = 'here' | 'missing';

/** Of the photos that a record names now, by id: those whose files have arrived. */
export async function arrivedPhotos(
	sql: Sql,
	recordId: string,
	body: unknown
): Promise<ReadonlyMap<string, Arrived>> {
	const ids = photosIn(body).map(({ id }) => id);
	if (ids.length === 0) return new Map();
	const rows = await uploadedPhotos(sql)
		.select(['attachment.id', 'upload.missing_at'])
		.where('attachment.record_id', '=', recordId)
		.where('attachment.id', 'in', listed(sql, ids))
		.where('upload.whole_at', 'is not', null)
		.execute();
	return new Map(rows.map(({ id, missing_at }) => [id, missing_at === null ? 'here' : 'missing']));
}
