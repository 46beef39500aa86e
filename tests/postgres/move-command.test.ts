/** The same move as an operator makes it: by the commands, each a process of its own, from SQLite to PostgreSQL and back. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TABLE_NAMES } from '#lib/server/backup/backup-tables.ts';
import { openDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { bodyHash, readBackup } from '#tests/contract/backup-file.ts';
import { Folder, ImportFolder, runCommand } from '#tests/e2e/harness/command.ts';
import { text } from '#tests/e2e/harness/texts.ts';
import { fillTables } from './fill-tables.ts';

let postgres: TestDatabase;
let folder: Folder;
beforeEach(async () => {
	postgres = await openTestDatabase({ empty: true });
	folder = new Folder();
});
afterEach(async () => {
	await postgres.remove();
	folder.remove();
});

it('backup on SQLite, restore on PostgreSQL, and back: every table, every row', async () => {
	expect(postgres.database.engine).toBe('postgres');
	const sqlite = (name: string) => ({ DATA_DIR: folder.at(name) });
	const there = { DATA_DIR: folder.at('there'), DATABASE_URL: postgres.url };
	const run = async (name: 'import' | 'backup' | 'restore', arg: string, env: Record<string, string>) => {
		const ended = await runCommand(name, [arg], env);
		expect([ended.code, ended.err]).toEqual([0, '']);
		expect(ended.out).not.toContain(text('restore_nothing_done'));
	};
	const saved = async (name: string, env: Record<string, string>) => {
		await run('backup', folder.at(name), env);
		return readBackup(folder.at(name));
	};

	await run('import', new ImportFolder(folder.at('import')).path, sqlite('before'));
	const before = openDatabase(`sqlite:${folder.at('before', 'liangfeng.sqlite')}`);
	expect(await fillTables(before)).toEqual([]);
	await before.close();

	const first = await saved('first.jsonl', sqlite('before'));
	expect(TABLE_NAMES.filter((name) => first.footer.rows[name] === 0)).toEqual([]);
	await run('restore', folder.at('first.jsonl'), there);
	const second = await saved('second.jsonl', there);
	expect(second.footer.rows).toEqual(first.footer.rows);
	expect(bodyHash(second)).toBe(bodyHash(first));
	await run('restore', folder.at('second.jsonl'), sqlite('after'));
	const third = await saved('third.jsonl', sqlite('after'));
	expect(bodyHash(third)).toBe(bodyHash(first));
	// A phone that has seen the one before must notice each.
	expect(second.header.epoch).toBeGreaterThan(first.header.epoch);
	expect(third.header.epoch).toBeGreaterThan(second.header.epoch);
}, 240_000);
