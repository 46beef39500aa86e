/** Every command on PostgreSQL: on nothing, on an older database and on one in use; and what it says where it cannot. */
import { Migrator } from 'kysely/migration';
import { migrations } from '#lib/server/database/migrations/index.ts';
import { openDatabase } from '#lib/server/database/open.ts';
import { credentials } from '../harness/accounts.ts';
import { Folder, ImportFolder, runCommand } from '../harness/command.ts';
import { Device } from '../harness/device.ts';
import { dropDatabase, makeDatabase, runSql } from '../harness/postgres.ts';
import { Server } from '../harness/server.ts';
import { text, textLike } from '../harness/texts.ts';
import { expect, test as base } from '../harness/world.ts';

const ALL = Object.keys(migrations);

interface Given {
	readonly folder: Folder;
	/** An empty database, or a copy of another. */
	database(template?: string): Promise<string>;
}

const test = base.extend<{ given: Given }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
	given: async ({}, use) => {
		const folder = new Folder();
		const made: string[] = [];
		await use({
			folder,
			database: async (template) => {
				const url = await makeDatabase(template);
				made.push(url);
				return url;
			}
		});
		for (const url of made) await dropDatabase(url);
		folder.remove();
	}
});

const migrationsOf = async (url: string) =>
	(await runSql(url, 'select name from kysely_migration order by name')).rows.map(
		(row: { name: string }) => row.name
	);

/** Brings an empty database to the schema of the first release. */
async function makeOlder(url: string): Promise<string> {
	const older = openDatabase(url);
	const migrator = new Migrator({
		db: older.writer,
		provider: { getMigrations: async () => ({ ...migrations }) }
	});
	const { error } = await migrator.migrateTo(ALL[0] ?? '');
	await older.close();
	if (error) throw error instanceof Error ? error : new Error(String(error));
	expect(await migrationsOf(url)).toEqual(ALL.slice(0, 1));
	return url;
}

test('totals and import: on nothing and on an older database; a second import finds nothing to do', async ({
	given
}) => {
	const source = new ImportFolder(given.folder.at('source'));
	const figures = new Set<string>();
	for (const url of [await given.database(), await makeOlder(await given.database())]) {
		const env = { DATA_DIR: given.folder.at('data'), DATABASE_URL: url };
		const none = await runCommand('totals', ['--json'], env);
		expect(none).toMatchObject({ code: 0, err: '' });
		expect(JSON.parse(none.out)).toMatchObject({ visits: { records: 0 } });
		expect(await migrationsOf(url)).toEqual(ALL);
		const first = await runCommand('import', [source.path, '--as-of', '2026-01-01'], env);
		expect(first).toMatchObject({ code: 0, err: '', out: expect.stringMatching(textLike('import_done')) });
		const second = await runCommand('import', [source.path, '--as-of', '2026-01-01'], env);
		expect(second).toMatchObject({ code: 0, out: expect.stringMatching(textLike('import_nothing')) });
		figures.add((await runCommand('totals', ['--json'], env)).out);
	}
	const onSqlite = { DATA_DIR: given.folder.at('sqlite') };
	await runCommand('import', [source.path, '--as-of', '2026-01-01'], onSqlite);
	figures.add((await runCommand('totals', ['--json'], onSqlite)).out);
	expect(figures.size).toBe(1);
});

test('start serves a database in use and refuses the demonstration; demo refuses what is in use', async ({
	given
}) => {
	const inUse = await given.database(process.env.E2E_TEMPLATE);
	const server = await Server.start({ database: inUse });
	const { login, password } = credentials('volunteer');
	const device = new Device(server.url);
	await device.signIn(login, password);
	expect((await device.push([device.operation('visit')])).verdicts[0]?.outcome).toBe('applied');
	expect(await server.kill('SIGTERM')).toBe(0);
	await server.dispose();

	const env = { DATA_DIR: given.folder.at('data'), DATABASE_URL: inUse };
	expect(await runCommand('demo', [], env)).toMatchObject({
		code: 2,
		err: expect.stringContaining(text('demo_other_database'))
	});
	await runSql(inUse, `update meta set mark = 'demo'`);
	expect(await runCommand('start', [], env)).toMatchObject({
		code: 2,
		err: expect.stringContaining(text('start_demo_database'))
	});
});

test('what is wrong with the database is said in a sentence, without the password', async ({ given }) => {
	const url = await given.database();
	const changed = (change: (parts: URL) => void) => {
		const parts = new URL(url);
		change(parts);
		return parts.href;
	};
	const mistakes = [
		[changed((parts) => (parts.password = 's3cret')), text('start_database_password')],
		[changed((parts) => (parts.pathname = '/not_there')), text('start_database_no_database')],
		[changed((parts) => (parts.port = '1')), text('start_database_unreachable').split('{')[0] ?? '']
	] as const;
	for (const [address, sentence] of mistakes) {
		const env = { DATA_DIR: given.folder.at('data'), DATABASE_URL: address };
		const ended = await Promise.all([
			runCommand('start', [], env),
			runCommand('demo', [], env),
			runCommand('totals', [], env),
			runCommand('import', [given.folder.path], env)
		]);
		for (const { code, err } of ended) {
			expect(code).toBe(2);
			expect(err).toContain(sentence);
			expect(err).not.toContain('s3cret');
		}
	}
});
