/** PostgreSQL finds a table by its name as it is now, and its rows as they were: what was made anew meanwhile looks empty. */
import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkBackup } from '#lib/server/backup/check-backup.ts';
import { restoreBackup } from '#lib/server/backup/restore-backup.ts';
import { writeBackup } from '#lib/server/backup/write-backup.ts';
import { inTurn, migrateSchema } from '#lib/server/database/migrate.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { backupFolder, readBackup } from '#tests/contract/backup-file.ts';
import { Deployment } from '#tests/contract/deployment.ts';

let mine: TestDatabase;
let folder: ReturnType<typeof backupFolder>;
beforeEach(async () => {
	mine = await openTestDatabase({ empty: true });
	folder = backupFolder();
});
afterEach(async () => {
	await mine.remove();
	folder.remove();
});

const clock = () => new Date('2025-07-09T12:00:00.000Z');

/** The same database, where something else happens between the beginning of a snapshot and what is read in it. */
const meanwhile = (database: ServerDatabase, happens: () => Promise<unknown>): ServerDatabase => ({
	...database,
	snapshot: (work) =>
		database.snapshot(async (trx) => {
			await sql`select 1`.execute(trx);
			await happens();
			return work(trx);
		})
});

it('a backup during which the tables were made anew is none, and the next one is whole', async () => {
	const { database } = mine;
	await inTurn(database, (trx) => migrateSchema(trx, '0002-setup-links'));
	const meta = { id: 1, server_id: 's', epoch: 4, grants_rev: 2, created_at: '2025-01-01T00:00:00.000Z' };
	await database.writer
		.insertInto('meta')
		.values(meta as never)
		.execute();
	const row = { scope: 'ref', seq: 1, kind: 'visit', record_id: 'r', rev: 1, gone: 0 as const };
	await database.writer.insertInto('feed').values(row).execute();
	const file = folder.at('backup.jsonl');
	const upgraded = meanwhile(database, () => inTurn(database, (trx) => migrateSchema(trx)));
	await expect(writeBackup(upgraded, file, { clock })).rejects.toMatchObject({ code: 'migrated' });
	expect(existsSync(file)).toBe(false);
	expect(existsSync(`${file}.part`)).toBe(false);
	await writeBackup(database, file, { clock });
	expect(readBackup(file).rows.get('feed')).toHaveLength(1);
});

it('nor is one during which another was put in the place of everything', async () => {
	const { database } = mine;
	await (await Deployment.open(database)).visit();
	const file = folder.at('backup.jsonl');
	await writeBackup(database, file, { clock });
	const checked = await checkBackup(file);
	const ports = { clock, wait: () => Promise.reject(new Error('nobody to wait for')) };
	const replaced = meanwhile(database, () => restoreBackup(database, checked, true, ports));
	const second = folder.at('second.jsonl');
	await expect(writeBackup(replaced, second, { clock })).rejects.toMatchObject({ code: 'migrated' });
});
