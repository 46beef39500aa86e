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

/** @returns ids of those that are lost; they are noted `of` their owner, null: nothing is written */
async function note(
	database: PersonDatabase,
	of: Owner | null,
	photos: readonly Photo[]
): Promise<Set<string>> {
	const known = await database.attachments.bulkGet(photos.map(({ id }) => id));
	if (of)
		await database.attachments.bulkPut(
			photos
				.filter((_, at) => !known[at])
				.map((photo) => ({
					...{ id: photo.id, photo, ...of, state: 'refused', offset: 0, uploadUrl: null, tries: 0 },
					...{ trouble: 'damaged', confirmed: null, hasBytes: false }
				}))
		);
	const lost = photos.filter((_, at) => !known[at] || isLost(known[at]));
	return new Set(lost.map(({ id }) => id));
}

/** Photos that were to be sent with this work. Call inside a transaction. */
export async function noteLostOfWork(database: PersonDatabase, work: readonly WaitingRow[]): Promise<void> {
	for (const { recordId, body, attachments } of work) {
		const photos = photosIn(body).filter(({ id }) => attachments.includes(id));
		await note(database, { recordId, draft: null }, photos);
	}
}

/**
 * Takes them out of a draft, whose record would else be saved with them. What the record had when its form was opened, or has
 * now, is not this phone's to have; of a record that left it nobody can say what that is, nor of any before all of the person's
 * own were pulled: a form of before the database was lost may be one of a record that the server has.
 * @param isNoted they are noted as well; call inside a transaction
 */
export async function withoutLost(
	database: PersonDatabase,
	person: string,
	draft: DraftRow,
	isNoted = false
): Promise<DraftRow> {
	const photos = photosIn(draft.body);
	if (photos.length === 0) return draft;
	const [row, pulled] = await Promise.all([
		database.records.get(draft.recordId),
		database.cursors.get(`user:${person}`)
	]);
	if ((pulled?.sweeping ?? true) || (draft.baseRev > 0 && !row)) return draft;
	const held = new Set([row?.base?.body, draft.before].flatMap(photosIn).map(({ id }) => id));
	const own = photos.filter(({ id }) => !held.has(id));
	const lost = await note(database, isNoted ? { recordId: null, draft: draft.key } : null, own);
	if (lost.size === 0) return draft;
	return { ...draft, body: { ...(draft.body as object), photos: photos.filter(({ id }) => !lost.has(id)) } };
}
