/** Puts copies of unsent work and drafts back into a database that lost them, and gives up those that have arrived. */
import type { Databases } from './databases.ts';
import { putDraftsBack } from './drafts.ts';
import { lastGiven, setMeta } from './meta.ts';
import { overtakenOf } from './overtaken.ts';
import { readCopies } from './rescue.ts';
import { rebuildRow } from './own-work.ts';
import { noteLostOfWork } from './photos/lost-photos.ts';
import type { ReadBody } from './record-row.ts';
import type { WaitingRow } from './schema.ts';

/**
 * Operations keep their id, counter and words, so that one which had been sent after all is only a repetition to the server.
 * @param readBody asked for only when something is brought back
 * @param asked what `readCopies` gave, where it was asked before
 * @returns how many operations the database had lost
 */
export async function bringBack(
	databases: Databases,
	readBody: () => Promise<ReadBody>,
	asked = readCopies(databases.rescue)
): Promise<number> {
	const { rescue } = databases;
	if (!rescue) return 0;
	const { work: copies, drafts } = await asked;
	if (drafts.length > 0) {
		const back = putDraftsBack(databases, drafts);
		// Where there is no room the copies stay for the next time, and a form is opened from them.
		await back.then(() => rescue.words.drop(drafts.map(({ key }) => key))).catch(() => {});
	}
	return bringWorkBack(databases, readBody, copies);
}

/** @returns how many operations the database had lost */
async function bringWorkBack(
	databases: Databases,
	readBody: () => Promise<ReadBody>,
	copies: readonly WaitingRow[]
): Promise<number> {
	if (copies.length === 0) return 0;
	const ids = copies.map(({ opId }) => opId);
	const [waiting, accepted, refused, overtaken] = await databases.saves.run((database) =>
		Promise.all([
			database.outbox.bulkGet(ids),
			database.journal.getMany(ids),
			database.attention.bulkGet(ids),
			overtakenOf(database)
		])
	);
	const isOver = (id: string, at: number) => Boolean(accepted[at] ?? refused[at]) || overtaken.has(id);
	// What cannot be dropped now is dropped the next time: what was lost does not wait for it.
	await databases.rescue?.drop(ids.filter(isOver)).catch(() => undefined);
	const lost = copies.filter(({ opId }, at) => !waiting[at] && !isOver(opId, at));
	if (lost.length > 0) await putBack(databases, lost, await readBody());
	return lost.length;
}

/**
 * A browser may begin an empty database under an open app, too: one that knows of no save takes back what it had before the
 * next is written, which else would be counted from the start and sent before what it builds on.
 */
export async function bringBackFirst(databases: Databases, read: ReadBody): Promise<void> {
	const { rescue, saves } = databases;
	if (!rescue?.isArmed || (await saves.run((database) => database.meta.get('counter')))) return;
	const { work } = await readCopies(rescue);
	await bringWorkBack(databases, () => Promise.resolve(read), work);
}

function putBack({ saves, person }: Databases, lost: readonly WaitingRow[], read: ReadBody): Promise<void> {
	return saves.run((database) =>
		database.transaction(
			'rw',
			[
				...['outbox', 'attention', 'drafts', 'attachments', 'meta'],
				...[...database.records.tables, ...database.journal.tables]
			],
			async () => {
				await database.outbox.bulkPut(lost.map((row) => ({ ...row, lane: 'send', verdict: null })));
				await noteLostOfWork(database, lost);
				await setMeta(database, 'counter', await lastGiven(database));
				for (const id of new Set(lost.map(({ recordId }) => recordId))) {
					const row = await database.records.get(id);
					await rebuildRow(database, id, row?.base ?? null, row?.memberships ?? {}, read, person);
				}
			}
		)
	);
}
