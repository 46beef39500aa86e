/** What the server says of itself, and the journal's way back after a restore of it. */
import { heardBy, MAX_RESTORES } from '#lib/protocol/push.ts';
import type { Databases } from './databases.ts';
import { getMeta, lastGiven, type ServerFacts } from './meta.ts';
import { bareOperation } from './operation-row.ts';
import { rebuildRow } from './own-work.ts';
import type { ReadBody } from './record-row.ts';
import type { PersonDatabase } from './schema.ts';
import { ofBefore } from './told-before.ts';

const JOURNAL_DAYS = 30;
const DAY = 86_400_000;

/** What a phone knows of restores when it hears of another one: all that it gave a counter was written before that. */
async function heardOf(
	database: PersonDatabase,
	before: ServerFacts
): Promise<Pick<ServerFacts, 'heard' | 'beforeRestore'>> {
	const n = await lastGiven(database);
	const heard = [...heardBy(before), { epoch: before.epoch, n }];
	return { heard: heard.slice(-MAX_RESTORES), beforeRestore: n };
}

/**
 * Remembers what the server said of itself. When its epoch has risen it was restored from a backup: all accepted work of
 * the last 30 days waits to be sent again (the same operations, so nothing doubles) and every scope begins anew.
 * @returns number of operations that were put back
 */
export async function noteServer(databases: Databases, facts: ServerFacts, read: ReadBody): Promise<number> {
	return databases.pulls.run((database) =>
		database.transaction(
			'rw',
			[
				...['meta', 'outbox', 'cursors', 'attention', 'drafts'],
				...[...database.records.tables, ...database.journal.tables]
			],
			async () => {
				const before = await getMeta(database, 'server');
				const epoch = Math.max(facts.epoch, before?.epoch ?? 0);
				const isRestored = before !== undefined && before.epoch > 0 && facts.epoch > before.epoch;
				const { heard, beforeRestore } = isRestored ? await heardOf(database, before) : (before ?? {});
				const value = { ...facts, epoch, heard, beforeRestore };
				await database.meta.put({ key: 'server', value });
				if (!isRestored) return 0;
				const lost = await database.journal.filter((row) => row.epoch < facts.epoch);
				lost.sort((one, other) => one.n - other.n);
				await database.outbox.bulkPut(
					lost.map((row) => ({
						...bareOperation(row),
						verdict: null,
						lane: 'send' as const,
						before: row.before
					}))
				);
				await database.journal.delete(lost.map((row) => row.opId));
				const parked = await database.outbox.where('lane').equals('parked').toArray();
				await database.outbox.bulkPut(parked.map((row) => ({ ...row, lane: 'send' as const })));
				for (const cursor of await database.cursors.toArray())
					await database.cursors.put({
						...cursor,
						seq: 0,
						sweep: cursor.sweep + 1,
						sweeping: true,
						count: 0,
						hash: 0
					});
				const work = await database.outbox.toArray();
				for (const id of new Set(work.map((row) => row.recordId))) {
					const { base = null, memberships = {} } = (await database.records.get(id)) ?? {};
					// What no scope shows is not told anew.
					const standing = Object.keys(memberships).length > 0 ? base : ofBefore(base, value);
					await rebuildRow(database, id, standing, memberships, read, databases.person);
				}
				return lost.length;
			}
		)
	);
}

/**
 * Forgets accepted work older than 30 days.
 * @param serverNow the server's clock, Unix milliseconds: a phone's own, off by years, would forget all at once
 */
export async function trimJournal(databases: Databases, serverNow: number): Promise<void> {
	if (!Number.isFinite(serverNow)) return;
	const limit = new Date(serverNow - JOURNAL_DAYS * DAY).toISOString();
	await databases.pulls.run((database) =>
		database.transaction('rw', database.journal.tables, async () => {
			await database.journal.trim('acceptedAt', limit);
		})
	);
}
