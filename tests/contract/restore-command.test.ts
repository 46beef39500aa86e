/** The command, where something goes wrong after everything is in: it says what is so. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { writeBackup } from '#lib/server/backup/write-backup.ts';
import { runCommand } from '#tests/e2e/harness/command.ts';
import { textLike, text } from '#tests/e2e/harness/texts.ts';
import { backupFolder } from './backup-file.ts';
import { Deployment } from './deployment.ts';

let mine: TestDatabase;
let folder: ReturnType<typeof backupFolder>;
let store: Server;
beforeEach(async () => {
	mine = await openTestDatabase();
	folder = backupFolder();
});
afterEach(async () => {
	store.close();
	await mine.remove();
	folder.remove();
});

/** A photo store whose list, which is read when the rows are in, takes a table away from the command that asks. */
async function storeThatSpoils(): Promise<string> {
	store = createServer((_, response) => {
		void mine.database.writer.schema
			.alterTable('upload')
			.renameTo('upload_elsewhere')
			.execute()
			.finally(() => response.end('<ListBucketResult></ListBucketResult>'));
	});
	await new Promise<void>((listening) => store.listen(0, '127.0.0.1', listening));
	return `http://127.0.0.1:${(store.address() as AddressInfo).port}`;
}

it('does not say that nothing was changed when photos could not be looked for', async () => {
	const town = await Deployment.open(mine.database);
	await town.visit();
	const file = folder.at('backup.jsonl');
	await writeBackup(mine.database, file, { clock: () => town.now });
	const kept = await town.row(await town.visit());
	const ended = await runCommand('restore', [file, '--replace'], {
		...{ DATA_DIR: folder.at('data'), DATABASE_URL: mine.url },
		...{ S3_ENDPOINT: await storeThatSpoils(), S3_BUCKET: 'photos', S3_REGION: 'x' },
		...{ S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'secret' }
	});
	expect(ended).toMatchObject({ code: 0, out: expect.stringMatching(textLike('restore_done')) });
	expect(ended.out + ended.err).not.toContain(text('restore_nothing_done'));
	expect(ended.err).toMatch(textLike('photos_not_checked'));
	const rows = await mine.database.reader.selectFrom('record').select('id').execute();
	expect(rows).toHaveLength(1);
	expect(rows[0]?.id).not.toBe(kept?.id);
});
