import { CompiledQuery } from 'kysely';
import { isPostgres } from './row-locks.ts';
import type { Tables, Trx } from './schema.ts';

/**
 * Rows of one statement: few sizes, so that few different statements are prepared once and kept. The widest table times
 * the largest stays below what a statement may have of parameters (32,766 in SQLite).
 */
const SIZES = [250, 100, 50, 20, 10, 5, 2, 1] as const;

const texts = new Map<string, string>();

/**
 * Inserts rows in few statements. The query builder would put each of them together anew, which costs as much as SQLite
 * takes to store the rows.
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
	let written = 0;
	for (let from = 0; from < rows.length;) {
		const count = SIZES.find((size) => size <= rows.length - from) ?? 1;
		const values: unknown[] = [];
		for (let at = from; at < from + count; at++) {
			const row = rows[at];
			if (row) for (const column of columns) values.push(row[column]);
		}
		const text = textOf(table, columns, count, then, isPostgres(trx));
		const { numAffectedRows } = await trx.executeQuery(CompiledQuery.raw(text, values));
		written += Number(numAffectedRows ?? 0);
		from += count;
	}
	return written;
}

function textOf(
	table: string,
	columns: readonly string[],
	count: number,
	then: string,
	numbered: boolean
): string {
	const key = `${table} ${columns.join(' ')} ${count} ${then} ${numbered}`;
	const known = texts.get(key);
	if (known) return known;
	let parameter = 0;
	const place = () => (numbered ? `$${++parameter}` : '?');
	const row = () => `(${columns.map(place).join(', ')})`;
	const names = columns.map((column) => `"${column}"`).join(', ');
	const text = `insert into "${table}" (${names}) values ${Array.from({ length: count }, row).join(', ')} ${then}`;
	texts.set(key, text);
	return text;
}

/** `on conflict` of a key: the present row takes over these columns of the new one. */
export function orReplace(key: readonly string[], columns: readonly string[]): string {
	const sets = columns.map((column) => `"${column}" = excluded."${column}"`);
	return `on conflict (${key.map((column) => `"${column}"`).join(', ')}) do update set ${sets.join(', ')}`;
}
