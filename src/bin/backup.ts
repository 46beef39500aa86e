/**
 * `npm run backup -- FILE`: one state of the whole database as a new file, while the server runs. Exit 0: the file is there
 * and whole; 2: there is none.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { m } from '#lib/i18n.ts';
import { BackupStop } from '#lib/server/backup/backup-stop.ts';
import { writeBackup } from '#lib/server/backup/write-backup.ts';
import { openDatabase } from '#lib/server/database/open.ts';
import { systemPorts } from '#lib/server/ports.ts';
import { backupStopSentence } from './backup-sentences.ts';
import { fail, settings, startFailureText } from './terminal.ts';

/** Rows between two lines of progress. */
const TOLD_EVERY = 250_000;

const config = settings();
const file = readArguments();
const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());
try {
	// Opening it would make an empty one.
	const path = /^sqlite:(.+)$/s.exec(config.databaseUrl)?.[1];
	if (path !== undefined && !existsSync(path)) throw new BackupStop('no_database');
	const database = openDatabase(config.databaseUrl);
	let told = 0;
	const report = await writeBackup(database, file, {
		clock: systemPorts.clock,
		signal: stopping.signal,
		tell: (n) => {
			if (n - told < TOLD_EVERY) return;
			told = n;
			console.log(m.backup_progress({ n }));
		}
	});
	await database.close();
	const n = Object.values(report.rows).reduce((all, rows) => all + rows, 0);
	console.log(m.backup_done({ file, records: report.rows.record ?? 0, n, bytes: report.bytes }));
} catch (error) {
	fail(error instanceof BackupStop ? backupStopSentence(error) : startFailureText(error, config.port));
}

function readArguments(): string {
	try {
		const [file, ...more] = parseArgs({ allowPositionals: true, options: {} }).positionals;
		if (!file || more.length > 0) fail(m.backup_usage());
		return file;
	} catch {
		fail(m.backup_usage());
	}
}
