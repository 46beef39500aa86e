/**
 * Makes the briefs of a database that an older version filled, and keeps their rows few. Every part is a transaction of its
 * own, after which they are as right as before: a record that is written meanwhile has its newer word behind.
 */
import type { Databases } from '#lib/storage/databases.ts';
import { getMeta, setMeta } from '#lib/storage/meta.ts';
import { unpack } from '#lib/storage/packs/pack.ts';
import type { PersonDatabase, RecordRow } from '#lib/storage/schema.ts';
import { briefRow, type BriefsState } from './brief-row.ts';
import { Briefs } from './briefs.ts';
import { BRIEF_TABLES, readBriefs } from './read-briefs.ts';
import { briefOf, packSheet } from './sheet.ts';

/** Records that are read at once. */
const PART = 500;
const PART_PACKS = 32;
/** Records on a sheet that is written anew. */
const SHEET = 2_000;
/** More are put together: those without a sheet have their records read at each start. */
const MOST_ROWS = 80;
const MOST_SHEETS = 40;

/** @returns false when all were there */
async function buildPart(database: PersonDatabase): Promise<boolean> {
	const state = (await getMeta(database, 'briefs')) ?? { generation: 1, builtTo: '' };
	if (state.builtTo === null) return false;
	const { packedTo = null } = state;
	if (packedTo !== null) return buildPacked(database, state, packedTo);
	const rows = await database.records.alone.where(':id').above(state.builtTo).limit(PART).toArray();
	if (rows.length > 0) await database.briefRows.add(briefRow({ sheet: packSheet(rows.map(briefOf)) }));
	const isOver = rows.length < PART;
	const builtTo = rows.at(-1)?.id ?? state.builtTo;
	await setMeta(database, 'briefs', { ...state, builtTo, packedTo: isOver ? 0 : null });
	return true;
}

/** Those in packs come after those that stand by themselves. What goes from one to the other meanwhile is noted as it is written. */
async function buildPacked(database: PersonDatabase, state: BriefsState, packedTo: number): Promise<boolean> {
	const packs = await database.recordPacks.where(':id').above(packedTo).limit(PART_PACKS).toArray();
	const briefs = packs.flatMap((pack) =>
		unpack<RecordRow>(pack).map((row) => ({ ...briefOf(row), pack: pack.seq ?? 0 }))
	);
	if (briefs.length > 0) await database.briefRows.add(briefRow({ sheet: packSheet(briefs) }));
	const last = packs.length < PART_PACKS ? null : (packs.at(-1)?.seq ?? null);
	await setMeta(database, 'briefs', {
		...{ generation: state.generation, packedTo: last },
		builtTo: last === null ? null : state.builtTo
	});
	return true;
}

/** One sheet in the place of all notes. @returns how many rows there are then */
async function foldNotes(database: PersonDatabase): Promise<number> {
	const rows = await database.briefRows.toArray();
	const notes = rows.filter(({ sheet }) => sheet === null);
	const noted = [...new Set(notes.flatMap((row) => row.noted))];
	const found = await database.records.getMany(noted);
	const there = found.filter((row) => row !== undefined);
	const isThere = new Set(there.map(({ id }) => id));
	const touched = new Set(notes.flatMap((row) => [...row.noted, ...row.gone]));
	const gone = [...touched].filter((id) => !isThere.has(id));
	await database.briefRows.add(briefRow({ gone, sheet: packSheet(there.map(briefOf)) }));
	await database.briefRows.bulkDelete(notes.flatMap(({ seq }) => (seq === undefined ? [] : [seq])));
	return rows.length - notes.length + 1;
}

/** All of them anew, without what was overtaken; from the records themselves should they not be as many. */
async function rewrite(database: PersonDatabase): Promise<void> {
	const read = await readBriefs(database, new Briefs());
	if (!read) return;
	const { briefs } = read;
	const isWhole = (await database.records.count()) === briefs.size;
	await startAnew(database, isWhole ? null : '');
	if (!isWhole) return;
	const all = briefs.all();
	for (let from = 0; from < all.length; from += SHEET)
		await database.briefRows.add(briefRow({ sheet: packSheet(all.slice(from, from + SHEET)), isNew: true }));
}

async function startAnew(database: PersonDatabase, builtTo: string | null): Promise<void> {
	const generation = ((await getMeta(database, 'briefs'))?.generation ?? 0) + 1;
	await database.briefRows.clear();
	await setMeta(database, 'briefs', { generation, builtTo });
}

/**
 * Leaves nothing of what the briefs say of any record, in the caller's transaction over `BRIEF_TABLES`: what a person may no
 * longer read is not kept in brief either. Lists are slow, and right, until `tidyBriefs` has made them again.
 */
export async function forgetBriefs(database: PersonDatabase): Promise<void> {
	await startAnew(database, '');
}

/** A record that left the phone is still told of by the sheet it stood on. */
async function tellsOfTheGone(database: PersonDatabase): Promise<boolean> {
	return (await database.briefRows.filter(({ gone }) => gone.length > 0).count()) > 0;
}

/** @param isDoubted they did not agree with the records: they are made again */
export async function tidyBriefs(databases: Databases, isDoubted = false): Promise<void> {
	if (databases.readOnly) return;
	const inOne = <Result>(work: (database: PersonDatabase) => Promise<Result>) =>
		databases.pulls.run((database) =>
			database.transaction('rw', BRIEF_TABLES, async () => await work(database))
		);
	if (isDoubted) await inOne((database) => startAnew(database, ''));
	while (await inOne(buildPart));
	const isLong = (await databases.pulls.run((database) => database.briefRows.count())) > MOST_ROWS;
	const isLeft = await databases.pulls.run(tellsOfTheGone);
	if (!isLong && !isLeft) return;
	await inOne(async (database) => {
		if (isLeft || (await foldNotes(database)) > MOST_SHEETS) await rewrite(database);
	});
	while (await inOne(buildPart));
}
