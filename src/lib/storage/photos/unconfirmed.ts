/** Which photos of saved records the server does not have, as far as this phone knows: one answer for all who ask. */
import { getMeta } from '../meta.ts';
import type { PersonDatabase } from '../schema.ts';
import { isLost } from './lost-photos.ts';
import type { PhotoRow, PhotoState } from './photo-row.ts';
import { withdrawnAmong } from './withdrawn.ts';

/** By database, the epoch of the server in which no photo was found that it has to confirm again. */
const confirmedIn = new WeakMap<PersonDatabase, number>();

const inState = (database: PersonDatabase, state: PhotoState) =>
	database.attachments.where('state').equals(state).toArray();

/** Photos that were sent, have their bytes here, and were not confirmed since the server was last put back from a backup. */
export async function confirmedBefore(database: PersonDatabase): Promise<readonly PhotoRow[]> {
	const epoch = (await getMeta(database, 'server'))?.epoch ?? 0;
	// The first epoch has none before it. Once none is left no other comes: `PhotoStore.note` takes no older word.
	if (epoch <= 1 || confirmedIn.get(database) === epoch) return [];
	const sent = await inState(database, 'sent');
	const before = sent.filter((row) => row.hasBytes && (row.confirmed?.epoch ?? 0) < epoch);
	if (before.length === 0) confirmedIn.set(database, epoch);
	return before;
}

/** What erasing the phone would lose: what waits, what was refused, what has to be confirmed again. */
export async function unconfirmedPhotos(database: PersonDatabase): Promise<readonly PhotoRow[]> {
	const [waits, refused, before] = await Promise.all([
		inState(database, 'waits'),
		inState(database, 'refused'),
		confirmedBefore(database)
	]);
	const rows = [...waits, ...refused.filter((row) => !isLost(row)), ...before];
	const withdrawn = await withdrawnAmong(database, rows);
	return rows.filter(({ id }) => !withdrawn.has(id));
}

/**
 * These photos as they stand: what has to be confirmed again waits, and those that were taken out of their records are left
 * out. What was sent was sent: it is not looked up.
 */
export async function asTheyStand(
	database: PersonDatabase,
	photos: readonly PhotoRow[]
): Promise<readonly PhotoRow[]> {
	const before = new Set((await confirmedBefore(database)).map(({ id }) => id));
	const rows = photos.map((row) => (before.has(row.id) ? { ...row, state: 'waits' as const } : row));
	const withdrawn = await withdrawnAmong(
		database,
		rows.filter(({ state }) => state === 'waits' || state === 'refused')
	);
	return rows.filter(({ id }) => !withdrawn.has(id));
}
