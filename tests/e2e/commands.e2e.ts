/** Every command as a real process, on no database, an older one and a present one: what it says and how it ends. */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { migrations } from '#lib/server/database/migrations/index.ts';
import { credentials, sampleFolder } from './harness/accounts.ts';
import { Folder, ImportFolder, runCommand, type Entry } from './harness/command.ts';
import { Device } from './harness/device.ts';
import { makeOlderDatabase, migrationsOf, rowsOf } from './harness/older-database.ts';
import { Server } from './harness/server.ts';
import { text, textLike } from './harness/texts.ts';
import { expect, test as base } from './harness/world.ts';

const VISITS = 'sample/sample-visits.json';
const ALL = Object.keys(migrations);
const sampleFile = () => join(sampleFolder(), 'data', 'liangfeng.sqlite');

const test = base.extend<{ folder: Folder }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
	folder: async ({}, use) => {
		const folder = new Folder();
		await use(folder);
		folder.remove();
	}
});

/** A DATA_DIR with the database of the first release, with the sample's rows where asked for. */
async function olderDataDir(folder: Folder, name: string, from?: string): Promise<string> {
	const dataDir = folder.at(name);
	mkdirSync(dataDir);
	await makeOlderDatabase(join(dataDir, 'liangfeng.sqlite'), from);
	return dataDir;
}

test('totals: on nothing, on an older and on the present database', async ({ folder }) => {
	const empty = { DATA_DIR: folder.at('empty') };
	const none = await runCommand('totals', ['--json'], empty);
	expect(none.code).toBe(0);
	expect(JSON.parse(none.out)).toMatchObject({ visits: { records: 0 }, handouts: { records: 0 } });
	expect(migrationsOf(folder.at('empty', 'liangfeng.sqlite'))).toEqual(ALL);

	const present = await runCommand('totals', ['--json'], { DATABASE_URL: `sqlite:${sampleFile()}` });
	const dataDir = await olderDataDir(folder, 'older', sampleFile());
	expect(migrationsOf(join(dataDir, 'liangfeng.sqlite'))).toEqual(ALL.slice(0, 1));
	const older = await runCommand('totals', ['--json'], { DATA_DIR: dataDir });
	expect(older).toEqual({ code: 0, out: present.out, err: '' });
	expect(JSON.parse(older.out).visits.records).toBeGreaterThan(0);
	expect(migrationsOf(join(dataDir, 'liangfeng.sqlite'))).toEqual(ALL);

	const usage = await runCommand('totals', ['--yaml'], empty);
	expect(usage).toMatchObject({ code: 2, err: expect.stringContaining(text('totals_usage')) });
});

test('import: on nothing and on an older database, 0 when all is in; again it changes no row', async ({
	folder
}) => {
	const source = new ImportFolder(folder.at('source'));
	const dataDirs = [folder.at('empty'), await olderDataDir(folder, 'older')];
	for (const dataDir of dataDirs) {
		const file = join(dataDir, 'liangfeng.sqlite');
		const first = await runCommand('import', [source.path, '--as-of', '2026-01-01'], { DATA_DIR: dataDir });
		expect(first, dataDir).toMatchObject({ code: 0, err: '' });
		expect(first.out).toMatch(textLike('import_done'));
		const before = rowsOf(file);
		const second = await runCommand('import', [source.path, '--as-of', '2026-01-01'], { DATA_DIR: dataDir });
		expect(second.code).toBe(0);
		expect(second.out).toMatch(textLike('import_nothing'));
		expect(rowsOf(file)).toBe(before);
		expect(migrationsOf(file)).toEqual(ALL);
	}
});

test('import: 1 with a bad entry, which is named; 2 when a file cannot be read, and nothing is in', async ({
	folder
}) => {
	const source = new ImportFolder(folder.at('source'));
	const elsewhere = folder.at('elsewhere.sqlite');
	const env = { DATA_DIR: folder.at('data'), DATABASE_URL: `sqlite:${elsewhere}` };
	const asOf = ['--as-of', '2026-01-01'];

	source.write('sample/sample-sessions.json', '[{"id": ');
	const unreadable = await runCommand('import', [source.path, ...asOf], env);
	expect(unreadable.code).toBe(2);
	expect(unreadable.err).toMatch(textLike('import_stop_not_json'));
	expect(unreadable.err).toContain('sample/sample-sessions.json');
	const database = new Database(elsewhere, { readonly: true });
	for (const table of ['account', 'record', 'operation', 'reference_row']) {
		expect(database.prepare(`select count(*) from ${table}`).pluck().get(), table).toBe(0);
	}
	database.close();
	expect(existsSync(folder.at('data', 'liangfeng.sqlite'))).toBe(false);

	source.write('sample/sample-sessions.json', '[]');
	source.write('sample/sample-movements.json', '[]');
	source.edit(VISITS, (entries) =>
		entries.map((entry, at): Entry => (at === 3 ? { ...entry, people_met: -1 } : entry))
	);
	const bad = await runCommand('import', [source.path, ...asOf], env);
	expect(bad.code).toBe(1);
	expect(bad.out).toContain(text('import_bad_count', { n: 1 }));
	expect(bad.out).toMatch(new RegExp(`${VISITS} 第 3 项.+people_met`));
	const imported = new Database(elsewhere, { readonly: true });
	expect(imported.prepare(`select count(*) from record where kind = 'visit'`).pluck().get()).toBe(29);
	imported.close();
});

test('import: --as-of is today for the rules; what it cannot use it says, and ends with 2', async ({
	folder
}) => {
	const source = new ImportFolder(folder.at('source'));
	const env = { DATA_DIR: folder.at('data') };
	source.edit(VISITS, (entries) =>
		entries.slice(0, 1).map((entry) => ({ ...entry, date: '2025-03-01', reviewed_at: '2025-03-02' }))
	);
	source.write('sample/sample-handouts.json', '[]');
	source.write('sample/sample-sessions.json', '[]');
	source.write('sample/sample-movements.json', '[]');
	const early = await runCommand('import', [source.path, '--as-of', '2025-02-28'], env);
	expect(early.code).toBe(1);
	expect(early.out).toMatch(new RegExp(`${VISITS} 第 0 项`));
	const onTheDay = { DATA_DIR: folder.at('on-the-day') };
	expect((await runCommand('import', [source.path, '--as-of', '2025-03-02'], onTheDay)).code).toBe(0);

	const sentences = [
		[[], text('import_usage')],
		[[source.path, 'more'], text('import_usage')],
		[[source.path, '--as-of', '2025-02-30'], text('import_stop_as_of', { value: '2025-02-30' })],
		[[folder.at('nowhere')], text('import_stop_no_folder', { file: folder.at('nowhere') })]
	] as const;
	for (const [args, sentence] of sentences) {
		expect(await runCommand('import', args, env)).toMatchObject({
			code: 2,
			err: expect.stringContaining(sentence)
		});
	}
});

test('start: an older database is brought up to date and served', async ({ folder }) => {
	const dataDir = await olderDataDir(folder, 'older', sampleFile());
	const server = await Server.start({ from: dataDir });
	const { login, password } = credentials('volunteer');
	const device = new Device(server.url);
	await device.signIn(login, password);
	const { verdicts } = await device.push([device.operation('visit')]);
	expect(verdicts[0]?.outcome).toBe('applied');
	expect(migrationsOf(join(server.dataDir, 'liangfeng.sqlite'))).toEqual(ALL);
	await server.dispose();
});

test('start refuses the sample deployment, demo refuses a database in use', async ({ folder }) => {
	cpSync(join(sampleFolder(), 'data'), folder.at('demo'), { recursive: true });
	const database = new Database(folder.at('demo', 'liangfeng.sqlite'));
	database.exec(`update meta set mark = 'demo'`);
	database.close();
	expect(await runCommand('start', [], { DATA_DIR: folder.at('demo') })).toMatchObject({
		code: 2,
		err: expect.stringContaining(text('start_demo_database'))
	});
	const inUse = await olderDataDir(folder, 'in-use', sampleFile());
	expect(await runCommand('demo', [], { DATA_DIR: inUse })).toMatchObject({
		code: 2,
		err: expect.stringContaining(text('demo_other_database'))
	});
});

// On nothing it is run before all tests (harness/sample.ts).
test('demo: an older database is brought up to date, loaded and served', async ({ folder }) => {
	const dataDir = await olderDataDir(folder, 'older');
	const server = await Server.start({ command: 'demo', from: dataDir });
	await server.printed(textLike('demo_stop_hint'));
	expect(server.totals()).toMatchObject({ visits: { records: expect.any(Number) } });
	expect(server.log).toMatch(textLike('import_done'));
	expect(migrationsOf(join(server.dataDir, 'liangfeng.sqlite'))).toEqual(ALL);
	expect(await server.kill('SIGTERM')).toBe(0);
	await server.dispose();
});

test('each mistake in the settings has its sentence, in every command', async ({ folder }) => {
	const mistakes = [
		[{ PORT: 'eighty' }, text('config_port', { variable: 'PORT', value: 'eighty' })],
		[{ ORIGIN: 'liangfeng' }, text('config_origin', { variable: 'ORIGIN', value: 'liangfeng' })],
		[
			{ DATABASE_URL: 'mysql://x' },
			text('config_database_url', { variable: 'DATABASE_URL', value: 'mysql' })
		],
		[
			{ DATABASE_URL: 'postgres://u:secret@localhost:port/x' },
			text('config_database_url', { variable: 'DATABASE_URL', value: 'postgres' })
		],
		[
			{ DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x' },
			text('start_database_unreachable').split('{')[0] ?? ''
		],
		[{ TRUST_PROXY: 'maybe' }, text('config_trust_proxy', { variable: 'TRUST_PROXY', value: 'maybe' })],
		[{ DATABASE_URL: 'sqlite:/dev/null/x.sqlite' }, text('start_database_unopenable').split('{')[0] ?? '']
	] as const;
	for (const [env, sentence] of mistakes) {
		const ended = await Promise.all([
			runCommand('start', [], { DATA_DIR: folder.at('data'), ...env }),
			runCommand('demo', [], { DATA_DIR: folder.at('data'), ...env }),
			runCommand('totals', [], { DATA_DIR: folder.at('data'), ...env }),
			runCommand('import', [folder.path], { DATA_DIR: folder.at('data'), ...env })
		]);
		for (const { code, out, err } of ended) {
			expect({ code, out }).toEqual({ code: 2, out: '' });
			expect(err).toContain(sentence);
			expect(err).not.toContain('secret');
		}
	}
	expect(existsSync(folder.at('data'))).toBe(false);

	const taken = createServer();
	await new Promise<void>((ready) => taken.listen(0, '0.0.0.0', ready));
	const address = taken.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	const ended = await runCommand('start', [], { DATA_DIR: folder.at('data'), PORT: String(port) });
	taken.close();
	expect(ended).toMatchObject({ code: 2, err: expect.stringContaining(text('start_port_taken', { port })) });
});
