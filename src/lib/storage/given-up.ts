/**
 * Drafts that were thrown away or saved. A copy of one that a cache could not be made to drop is in no table, as if it were
 * lost, and must not come back.
 */
import type { Databases } from './databases.ts';
import { getMeta, setMeta } from './meta.ts';
import type { DraftRow } from './rows.ts';
import type { PersonDatabase } from './schema.ts';

/** Copies of older ones were dropped at some start since. */
const MOST = 500;

/** Call inside the transaction in which the draft goes. @param at nothing that was typed later is meant */
export async function noteGivenUp(database: PersonDatabase, key: string, at: string): Promise<void> {
	const known = (await getMeta(database, 'givenUp')) ?? [];
	await setMeta(database, 'givenUp', [...known, { key, at }].slice(-MOST));
}

/** Whether the form of this draft was thrown away or saved since. */
export async function isOver(
	database: PersonDatabase,
	{ key, recordId, changedAt }: DraftRow
): Promise<boolean> {
	const [givenUp = [], waiting, accepted, refused] = await Promise.all([
		getMeta(database, 'givenUp'),
		database.outbox.where({ recordId }).toArray(),
		database.journal.with('record', [recordId]),
		database.attention.where({ recordId }).toArray()
	]);
	const saved = [...waiting, ...accepted, ...refused.map(({ operation }) => operation)];
	return (
		givenUp.some((one) => one.key === key && one.at >= changedAt) ||
		saved.some(({ verb, at }) => (verb === 'create' || verb === 'amend') && at >= changedAt)
	);
}

/** What is done with needs no copy. Where nothing failed nobody waits; what cannot be dropped is dropped at the next start. */
export async function dropCopies({ rescue }: Databases, ids: readonly string[]): Promise<void> {
	const dropped = rescue?.drop(ids).catch(() => undefined);
	if (rescue?.isArmed) await dropped;
}
