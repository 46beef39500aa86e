import type { Sql } from '#lib/server/database/schema.ts';

/** Photos as records name them, each with its file as that account sent it: only who named a photo sends it. */
export const uploadedPhotos = (db: Sql) =>
	db
		.selectFrom('attachment')
		.innerJoin('upload', (join) =>
			join
				.onRef('upload.id', '=', 'attachment.id')
				.onRef('upload.account_id', '=', 'attachment.account_id')
				.onRef('upload.sha256', '=', 'attachment.sha256')
		);
