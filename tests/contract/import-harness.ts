import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { migrate } from '#lib/server/database/migrate.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { importPorts } from '#lib/server/import/import-ports.ts';
import { runImport, type ImportReport } from '#lib/server/import/run-import.ts';

export const SAMPLE = join(import.meta.dirname, '../../src/sample');

/** A server database in a folder of its own, and a copy of the sample that a test may spoil. */
export interface ImportBench {
	readonly database: ServerDatabase;
	readonly folder: string;
	/** Changes one file of the folder. */
	edit(file: string, change: (content: unknown) => unknown): Promise<void>;
	write(file: string, text: string): Promise<void>;
	run(folder?: string, today?: string): Promise<ImportReport>;
	/** Every row of every table, as text. */
	dump(): Promise<string>;
	end(): Promise<void>;
}

/** @param asOf "today" for the rules */
export async function importBench(asOf = '2026-01-01'): Promise<ImportBench> {
	const root = await mkdtemp(join(tmpdir(), 'liangfeng-import-'));
	const folder = join(root, 'folder');
	await cp(SAMPLE, folder, { recursive: true });
	const { database, remove } = await openTestDatabase();
	await migrate(database);
	const write = (file: string, text: string) => writeFile(join(folder, file), text);
	return {
		database,
		folder,
		write,
		edit: async (file, change) => {
			const content: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
			await write(file, JSON.stringify(change(content)));
		},
		run: (from = folder, today = asOf) => runImport(database, from, importPorts(database, today)),
		dump: async () => {
			const tables = await database.reader.introspection.getTables();
			const lines: string[] = [];
			for (const { name } of tables) {
				const rows = await sql`select * from ${sql.table(name)}`.execute(database.reader);
				lines.push(...rows.rows.map((row) => `${name} ${JSON.stringify(row)}`));
			}
			return lines.sort().join('\n');
		},
		end: async () => {
			await remove();
			await rm(root, { recursive: true, force: true });
		}
	};
}
