import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '#lib/server/database/schema.ts';
import { BACKUP_TABLES, type BackupTable } from './backup-tables.ts';
import { isBackupValue, type BackupValue } from './backup-format.ts';

/** Rows read at once: a few MB at most, however long the table is. */
const PAGE = 500;

/**
 * Every row of a table in the order of its key, a page at a time: each page is found by the key of the last row before it,
 * so that no engine has to keep a result open or to sort.
 * @throws where a column holds what a backup cannot
 */
export async function* readRows(
	trx: Trx,
	table: BackupTable,
	columns: readonly string[]
): AsyncGenerator<readonly BackupValue[][]> {
	const key = BACKUP_TABLES[table];
	const keyAt = key.map((name) => columns.indexOf(name));
	const names = sql.join(columns.map((name) => sql.ref(name)));
	const keys = sql.join(key.map((name) => sql.ref(name)));
	let last: readonly BackupValue[] | null = null;
	for (;;) {
		const after: RawBuilder<unknown> = last
			? sql`where (${keys}) > (${sql.join(last.map((value) => sql.val(value)))})`
			: sql``;
		const query: RawBuilder<Record<string, unknown>> = sql`
			select ${names} from ${sql.table(table)} ${after} order by ${keys} limit ${sql.lit(PAGE)}
		`;
		const { rows } = await query.execute(trx);
		const page: BackupValue[][] = rows.map((row) =>
			columns.map((column) => {
				const value = row[column];
				if (!isBackupValue(value)) throw new Error(`${table}.${column} holds no text or whole number`);
				return value;
			})
		);
		if (page.length > 0) yield page;
		const end: readonly BackupValue[] | undefined = page.at(-1);
		if (!end || page.length < PAGE) return;
		last = keyAt.map((at) => end[at] ?? null);
	}
}
