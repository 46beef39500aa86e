/**
 * What an older app has stored, brought to what this one reads, once for each set of kind versions: rows it could not read at
 * all, bodies of an earlier schema, and own work laid over them.
 */
import type { Databases } from './databases.ts';
import { errorNames, isQuota } from './failure.ts';
import { getMeta, setMeta } from './meta.ts';
import { rebuildRows } from './own-work.ts';
import type { ReadBody } from './record-row.ts';
import type { PersonDatabase, RecordRow } from './schema.ts';

/** Rows of a transaction: a save waits for no more. */
const PART = 200;

/** @param versions as in `visit:2 session:1` */
function isOld({ opaque, laid, base, kind }: RecordRow, versions: string): boolean {
	const isToday = !base || ` ${versions} `.includes(` ${kind}:${base.schema} `);
	return opaque === 1 || laid !== undefined || !isToday;
}

/**
 * @param versions names the set of kind versions that `read` knows
 * @returns how many rows; null on a phone that is full: nothing keeps what is unsent from being sent, and they wait for room
 */
export async function readAgain(
	databases: Databases,
	read: ReadBody,
	versions: string
): Promise<number | null> {
	const { pulls, readOnly, person } = databases;
	if (readOnly || (await pulls.run((database) => getMeta(database, 'readWith'))) === versions) return 0;
	try {
		const old = await pulls.run((database) => database.records.filter((row) => isOld(row, versions)));
		const ids = old.map(({ id }) => id);
		for (let from = 0; from < ids.length; from += PART)
			await pulls.run((database) => readPart(database, ids.slice(from, from + PART), read, person));
		await pulls.run((database) => setMeta(database, 'readWith', versions));
		return ids.length;
	} catch (error) {
		// A disk that is really full ends the transaction and says nothing of quota.
		if (isQuota(error) || errorNames(error).includes('AbortError')) return null;
		throw error;
	}
}

function readPart(
	database: PersonDatabase,
	ids: readonly string[],
	read: ReadBody,
	person: string
): Promise<void> {
	return database.transaction(
		'rw',
		['outbox', 'attention', 'drafts', ...database.records.tables, ...database.journal.tables],
		async () => {
			const placed = await database.records.place(ids);
			const standing = [...placed.rows.values()].map(({ id, base, memberships }) => ({
				...{ id, base, memberships }
			}));
			await rebuildRows(database, standing, read, person, undefined, placed);
		}
	);
}
