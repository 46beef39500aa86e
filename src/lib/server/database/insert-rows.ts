import { CompiledQuery } from 'kysely';
import { inChunks } from './in-chunks.ts';
import { isPostgres } from './row-locks.ts';
import type { Tables, Trx } from './schema.ts';

/**
 * Rows of one statement on SQLite, where there are so many: what a statement costs besides its rows is paid once. Of a few
 * lengths each is prepared once; longer ones gain nothing.
 */
const LENGTHS = [25, 5, 1];
/** One that may change rows keeps what it changes until it ends: several at once come to a file. */
const ALONE = [1];

/** Rows of one statement on PostgreSQL: what a statement carries is held in memory twice. */
const AT_ONCE = 1_000;

const texts = new Map<string, string>();

/**
 * Inserts rows by statements that are prepared once: SQLite runs them one after the other without a pause in between;
 * PostgreSQL gets the columns as lists, so that one message carries all.
 * @param columns all columns of the table that are written, in any order
 * @param then what follows the values, such as `on conflict do nothing`; a constant
 * @returns how many rows were written
 */
export async function insertRows<T extends keyof Tables>(
	trx: Trx,
	table: T,
	columns: readonly (keyof Tables[T] & string)[],
	rows: readonly Tables[T][],
	then = ''
): Promise<number> {
	if (rows.length === 0) return 0;
	if (!isPostgres(trx)) {
		let done = 0;
		let changed = 0;
		for (const length of /do update/.test(then) ? ALONE : LENGTHS) {
			const runs: unknown[][] = [];
			for (; done + length <= rows.length; done += length) {
				const values: unknown[] = [];
				for (let at = done; at < done + length; at++) {
					for (const column of columns) values.push(rows[at]?.[column]);
				}
				runs.push(values);
			}
			if (runs.length > 0) changed += await run(trx, rowText(table, columns, length, then), runs);
		}
		return changed;
	}
	let written = 0;
	for (const chunk of inChunks(rows, AT_ONCE)) {
		// A list of nothing but nulls has no type; left out, the column is null all the same.
		const filled = columns.filter((column) => chunk.some((row) => row[column] !== null));
		const lists = filled.map((column) => chunk.map((row) => row[column]));
		const types = lists.map((list) => (list.some((value) => typeof value === 'number') ? 'bigint' : 'text'));
		written += await run(trx, listText(table, filled, types, then), lists);
	}
	return written;
}

async function run(trx: Trx, text: string, values: readonly unknown[]): Promise<number> {
	const { numAffectedRows } = await trx.executeQuery(CompiledQuery.raw(text, values as unknown[]));
	return Number(numAffectedRows ?? 0);
}

const named = (columns: readonly string[]) => columns.map((column) => `"${column}"`).join(', ');

function rowText(table: string, columns: readonly string[], rows: number, then: string): string {
	return remembered(`${table} ${rows} ${columns.join(' ')} ${then}`, () => {
		const row = `(${columns.map(() => '?').join(', ')})`;
		const list = Array.from({ length: rows }, () => row).join(', ');
		// `or fail`: without it SQLite notes what each page was, to take back the statement alone; here the transaction is taken back.
		const orFail = rows > 1 ? 'or fail ' : '';
		return `insert ${orFail}into "${table}" (${named(columns)}) values ${list} ${then}`;
	});
}

function listText(table: string, columns: readonly string[], types: readonly string[], then: string): string {
	return remembered(`${table} ${columns.join(' ')} ${types.join(' ')} ${then}`, () => {
		const lists = types.map((type, at) => `$${at + 1}::${type}[]`).join(', ');
		return `insert into "${table}" (${named(columns)}) select * from unnest(${lists}) ${then}`;
	});
}

function remembered(key: string, make: () => string): string {
	const known = texts.get(key) ?? make();
	texts.set(key, known);
	return known;
}

/** `on conflict` of a key: the present row takes over these columns of the new one. */
export function orReplace(key: readonly string[], columns: readonly string[]): string {
	const sets = columns.map((column) => `"${column}" = excluded."${column}"`);
	return `on conflict (${key.map((column) => `"${column}"`).join(', ')}) do update set ${sets.join(', ')}`;
}
