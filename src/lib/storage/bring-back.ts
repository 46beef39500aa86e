/** Puts copies of unsent work and drafts back into a database that lost them, and gives up those that have arrived. */
import type { Databases } from './databases.ts';
import { putDraftsBack } from './drafts.ts';
import type { LastWords } from './last-words.ts';
import { lastGiven, setMeta } from './meta.ts';
import { overtakenOf } from './overtaken.ts';
import { readCopies } from './rescue.ts';
import { rebuildRow } from './own-work.ts';
import { noteLostOfWork } from './photos/lost-photos.ts';
import type { ReadBody } from './record-row.ts';
import type { DraftRow } from './rows.ts';
import type { PersonDatabase, WaitingRow } from './schema.ts';

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
	rescue.isOwing = true;
	const { work, drafts, areUnread = false } = await asked;
	if (drafts.length > 0 && !databases.readOnly) {
		// Where there is no room the copies stay for the next time, and a form is opened from them.
		const over = await putDraftsBack(databases, drafts).catch(() => null);
		if (over) dropWords(rescue.words, drafts);
		if (over?.length) await rescue.drop(over).catch(() => undefined);
	}
	const lost = await bringWorkBack(databases, readBody, work);
	rescue.isOwing = areUnread || (databases.readOnly && lost > 0);
	return lost;
}

/** What was typed since these were read stays. */
function dropWords(words: LastWords, drafts: readonly DraftRow[]): void {
	const isHere = (last: DraftRow) =>
		drafts.some(({ key, changedAt }) => key === last.key && changedAt >= last.changedAt);
	words.drop(words.all().flatMap((last) => (isHere(last) ? last.key : [])));
}

/** @returns whether the database has all unsent work: what copies alone have is brought back */
export async function hasAll(databases: Databases, readBody: () => Promise<ReadBody>): Promise<boolean> {
	await bringBack(databases, readBody).catch(() => 0);
	return !databases.rescue?.isOwing;
}

/** Which of these the database has lost, and the ids of those that are done with. */
async function sortOut(database: PersonDatabase, copies: readonly WaitingRow[]) {
	const ids = copies.map(({ opId }) => opId);
	const [waiting, accepted, refused, overtaken] = await Promise.all([
		database.outbox.bulkGet(ids),
		database.journal.getMany(ids),
		database.attention.bulkGet(ids),
		overtakenOf(database)
	]);
	const isOver = (id: string, at: number) => Boolean(accepted[at] ?? refused[at]) || overtaken.has(id);
	const lost = copies.filter(({ opId }, at) => !waiting[at] && !isOver(opId, at));
	return { lost, over: ids.filter(isOver) };
}

/** @returns how many operations the database had lost */
async function bringWorkBack(
	databases: Databases,
	readBody: () => Promise<ReadBody>,
	copies: readonly WaitingRow[]
): Promise<number> {
	if (copies.length === 0) return 0;
	const { lost, over } = await databases.saves.run((database) => sortOut(database, copies));
	// What cannot be dropped now is dropped the next time: what was lost does not wait for it.
	await databases.rescue?.drop(over).catch(() => undefined);
	if (lost.length > 0 && !databases.readOnly) await putBack(databases, lost, await readBody());
	return lost.length;
}

/**
 * A browser may begin an empty database under an open app, too: one that knows of no save takes back what it had before the
 * next is written, which else would be counted from the start and sent before what it builds on. So does one that may lack some.
 */
export async function bringBackFirst(databases: Databases, read: ReadBody): Promise<void> {
	const { rescue, saves } = databases;
	if (!rescue?.isArmed) return;
	if (rescue.isOwing || !(await saves.run((database) => database.meta.get('counter'))))
		await bringBack(databases, () => Promise.resolve(read));
}

function putBack({ saves, person }: Databases, copies: readonly WaitingRow[], read: ReadBody): Promise<void> {
	return saves.run((database) =>
		database.transaction(
			'rw',
			[
				...['outbox', 'attention', 'drafts', 'attachments', 'meta'],
				...[...database.records.tables, ...database.journal.tables]
			],
			async () => {
				// Another page, or another look at the copies, may have done so meanwhile.
				const { lost } = await sortOut(database, copies);
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
