import { photosIn } from '#lib/domain/photo.ts';
import { keysOf } from '#lib/domain/picture-keys.ts';
import { readPrint } from '#lib/domain/picture-print.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import type { PhotoKeyTable, PhotoPrintTable } from '#lib/server/database/schema-photos.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import type { RecordState } from '#lib/server/sync/record-state.ts';

const PRINT = ['photo_id', 'record_id', 'sha256', 'use', 'print', 'named_at'] as const;
const KEY = ['key', 'photo_id', 'record_id'] as const;
const ONCE = 'on conflict do nothing';

/** Keeps what the photos of these records are known again by; those that a record named before stay as they were. */
export async function notePrints(trx: Trx, states: readonly RecordState[]): Promise<void> {
	const prints: PhotoPrintTable[] = [];
	const keys: PhotoKeyTable[] = [];
	for (const { row, body, revisions } of states) {
		for (const photo of photosIn(body)) {
			const names = { photo_id: photo.id, record_id: row.id };
			const named_at = revisions.at(-1)?.received_at ?? row.received_at;
			const { sha256, use } = photo;
			prints.push({ ...names, sha256, use, print: photo.prints.join(' '), named_at });
			const print = readPrint(photo.prints);
			if (print) for (const key of keysOf(print)) keys.push({ key, ...names });
		}
	}
	if (prints.length > 0) await insertRows(trx, 'photo_print', PRINT, prints, ONCE);
	if (keys.length > 0) await insertRows(trx, 'photo_key', KEY, keys, ONCE);
}
