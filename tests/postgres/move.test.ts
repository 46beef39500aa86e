/** A deployment that outgrows one machine: its whole content through a backup file to PostgreSQL, and back. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { checkBackup } from '#lib/server/backup/check-backup.ts';
import { restoreBackup } from '#lib/server/backup/restore-backup.ts';
import { writeBackup } from '#lib/server/backup/write-backup.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { openDatabase, type ServerDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { totals } from '#lib/server/figures/totals.ts';
import { importPorts } from '#lib/server/import/import-ports.ts';
import { runImport } from '#lib/server/import/run-import.ts';
import { bodyHash, readBackup } from '#tests/contract/backup-file.ts';
import { Deployment } from '#tests/contract/deployment.ts';
import { SAMPLE } from '#tests/contract/import-harness.ts';
import { readShape } from '#lib/server/backup/read-shape.ts';
import { fillTables } from './fill-tables.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
});

it('the sample deployment, and a row of everything it lacks, goes from SQLite to PostgreSQL and back to the last byte, and its figures with it', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'liangfeng-move-'));
	ends.push(() => rm(folder, { recursive: true, force: true }));
	const sqlite = (name: string): ServerDatabase => {
		const opened = openDatabase(`sqlite:${join(folder, name)}`);
		ends.push(() => opened.close());
		return opened;
	};
	const { database: postgres, remove } = await openTestDatabase({ empty: true });
	ends.push(remove);
	expect(postgres.engine).toBe('postgres');

	const before = sqlite('before.sqlite');
	await migrate(before);
	expect((await runImport(before, SAMPLE, importPorts(before, '2026-01-01'))).bad).toEqual([]);
	expect(await fillTables(before)).toEqual([]);

	const clock = () => new Date();
	const wait = () => Promise.reject(new Error('nobody to wait for'));
	const move = async (from: ServerDatabase, to: ServerDatabase) => {
		const file = join(folder, `${from.engine}.jsonl`);
		await writeBackup(from, file, { clock });
		await restoreBackup(to, await checkBackup(file), false, { clock, wait });
		return bodyHash(readBackup(file));
	};
	const after = sqlite('after.sqlite');
	const body = await move(before, postgres);
	const expected: unknown = JSON.parse(readFileSync(join(SAMPLE, 'sample/expected-totals.json'), 'utf8'));
	expect(await totals(postgres.reader)).toEqual(expected);
	expect(await move(postgres, after)).toBe(body);
	expect(await totals(after.reader)).toEqual(expected);
	const again = await runImport(postgres, SAMPLE, importPorts(postgres, '2026-01-01'));
	expect(again).toMatchObject({ lists: 0, records: 0, acts: 0, bad: [] });
});

it('a number that PostgreSQL cannot keep is told before anything is done, and goes back into SQLite', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'liangfeng-move-'));
	ends.push(() => rm(folder, { recursive: true, force: true }));
	const sqlite = (name: string): ServerDatabase => {
		const opened = openDatabase(`sqlite:${join(folder, name)}`);
		ends.push(() => opened.close());
		return opened;
	};
	const { database: postgres, remove } = await openTestDatabase({ empty: true });
	ends.push(remove);
	const [from, back] = [sqlite('from.sqlite'), sqlite('back.sqlite')];
	await (await Deployment.open(from)).visit();
	await from.writer
		.updateTable('record')
		.set({ late_hours: 2 ** 31 })
		.execute();
	const file = join(folder, 'wild.jsonl');
	const clock = () => new Date();
	await writeBackup(from, file, { clock });
	const checked = await checkBackup(file);
	const ports = { clock, wait: () => Promise.reject(new Error('nobody to wait for')) };
	const refused = restoreBackup(postgres, checked, true, ports);
	await expect(refused).rejects.toMatchObject({ code: 'too_large', detail: 'record.late_hours' });
	expect((await readShape(postgres.reader)).size).toBe(0);
	await restoreBackup(back, checked, true, ports);
	expect(await back.reader.selectFrom('record').select('late_hours').execute()).toEqual([
		{ late_hours: 2 ** 31 }
	]);
});
