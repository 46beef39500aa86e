import Database from 'better-sqlite3';
import { Migrator } from 'kysely/migration';
import { migrations } from '#lib/server/database/migrations/index.ts';
import { openDatabase } from '#lib/server/database/open.ts';

/** The schema of the first release; whatever comes later has to be reached from here. */
const FIRST = '0001-begin';

/** A database file as the first release left it, with the content of a present one where `from` names it. */
export async function makeOlderDatabase(file: string, from?: string): Promise<void> {
	const older = openDatabase(`sqlite:${file}`);
	const migrator = new Migrator({
		db: older.writer,
		provider: { getMigrations: async () => ({ ...migrations }) }
	});
	const { error } = await migrator.migrateTo(FIRST);
	await older.close();
	if (error) throw error instanceof Error ? error : new Error(String(error));
	if (from !== undefined) copyRows(from, file);
}

/** Columns that a later schema keeps in another way: how the older one had them. */
const ONCE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	record: {
		search_text: `trim(coalesce((select text from present.wording where id = present.record.wording), '')
			|| ' ' || trim(coalesce(lower(no), '') || ' ' || coalesce(lower(legacy_no), '')))`
	}
};

/** Rows that only later versions write. */
const LATER = [`delete from main.measure where name = 'open'`];

/** Every row of every table that the older schema has, as far as its columns go. */
function copyRows(from: string, to: string): void {
	const database = new Database(to);
	database.pragma('foreign_keys = OFF');
	database.prepare('attach ? as present').run(from);
	const columns = (schema: string, table: string) =>
		database
			.prepare('select name from pragma_table_info(?, ?)')
			.pluck()
			.all(table, schema) as readonly string[];
	const tables = database
		.prepare(
			`select name from main.sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%'`
		)
		.pluck()
		.all() as readonly string[];
	for (const table of tables) {
		const kept = columns('present', table);
		const once = Object.entries(ONCE[table] ?? {}).filter(([name]) => !kept.includes(name));
		const same = columns('main', table)
			.filter((name) => kept.includes(name))
			.map((name) => `"${name}"`);
		const into = [...same, ...once.map(([name]) => `"${name}"`)].join(', ');
		const values = [...same, ...once.map(([, expression]) => expression)].join(', ');
		database.exec(`insert into main."${table}" (${into}) select ${values} from present."${table}"`);
	}
	for (const statement of LATER) database.exec(statement);
	database.close();
}

/** Names of the migrations that a database file has been through. */
export function migrationsOf(file: string): readonly string[] {
	const database = new Database(file, { readonly: true });
	const names = database.prepare('select name from kysely_migration order by name').pluck().all();
	database.close();
	return names as readonly string[];
}

/** Every row of every table as text, to see that nothing changed. */
export function rowsOf(file: string): string {
	const database = new Database(file, { readonly: true });
	const tables = database
		.prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`)
		.pluck()
		.all() as readonly string[];
	const rows = tables.flatMap((table) =>
		database
			.prepare(`select * from "${table}"`)
			.all()
			.map((row) => `${table} ${JSON.stringify(row)}`)
	);
	database.close();
	return rows.sort().join('\n');
}
