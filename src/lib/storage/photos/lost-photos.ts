/**
 * Photos whose bytes went with a database that the browser took for damaged. What names them came back from its copy, they did
 * not: that is noted, so that their person can be told which ones to take again.
 */
import { photosIn, type Photo } from '#lib/domain/photo.ts';
import type { DraftRow } from '../rows.ts';
import type { PersonDatabase, WaitingRow } from '../schema.ts';
import type { PhotoRow } from './photo-row.ts';

/** Neither on the server nor on this phone. */
export const isLost = (row: PhotoRow) => row.state === 'refused' && !row.hasBytes;

type Owner = Pick<PhotoRow, 'recordId' | 'draft'>;

async function note(database: PersonDatabase, of: Owner, photos: readonly Photo[]): Promise<Set<string>> {
	const known = await database.attachments.bulkGet(photos.map(({ id }) => id));
	const lost = photos.filter((_, at) => !known[at]);
	await database.attachments.bulkPut(
		lost.map((photo) => ({
			...{ id: photo.id, photo, ...of, state: 'refused', offset: 0, uploadUrl: null, tries: 0 },
			...{ trouble: 'damaged', confirmed: null, hasBytes: false }
		}))
	);
	return new Set(lost.map(({ id }) => id));
}

/** Photos that were to be sent with this work. Call inside a transaction. */
export async function noteLostOfWork(database: PersonDatabase, work: readonly WaitingRow[]): Promise<void> {
	for (const { recordId, body, attachments } of work) {
		const photos = photosIn(body).filter(({ id }) => attachments.includes(id));
		await note(database, { recordId, draft: null }, photos);
	}
}

/** Takes them out of the draft of a new record, which would else be saved with them. Call inside a transaction. */
export async function withoutLost(database: PersonDatabase, draft: DraftRow): Promise<DraftRow> {
	const photos = draft.baseRev > 0 ? [] : photosIn(draft.body);
	const lost = await note(database, { recordId: null, draft: draft.key }, photos);
	if (lost.size === 0) return draft;
	return { ...draft, body: { ...(draft.body as object), photos: photos.filter(({ id }) => !lost.has(id)) } };
}
