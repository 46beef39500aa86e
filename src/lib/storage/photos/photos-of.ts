import type { Databases } from '../databases.ts';
import type { PersonDatabase } from '../schema.ts';
import type { PhotoRow } from './photo-row.ts';

/** Photos of a saved record that this phone took itself, in the order in which they were taken. */
export async function photosOf(databases: Databases, recordId: string): Promise<readonly PhotoRow[]> {
	return databases.saves.run((database) => readPhotosOf(database, recordId));
}

/** `photosOf` for a live query. */
export function readPhotosOf(database: PersonDatabase, recordId: string): Promise<PhotoRow[]> {
	return database.attachments.where('recordId').equals(recordId).sortBy('id');
}

/** The bytes of a photo, or null where this phone does not (or no longer) have them. */
export async function bytesOf(databases: Databases, id: string): Promise<ArrayBuffer | null> {
	const row = await databases.saves.run((database) => database.attachmentBytes.get(id));
	return row?.bytes ?? null;
}
