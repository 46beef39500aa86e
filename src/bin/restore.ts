/**
 * `npm run restore -- FILE [--replace]`: puts a backup in the place of all that the database holds. Exit 0: it is there; 2:
 * nothing was changed.
 */
import { parseArgs } from 'node:util';
import { m } from '#lib/i18n.ts';
import { BackupStop } from '#lib/server/backup/backup-stop.ts';
import { checkBackup } from '#lib/server/backup/check-backup.ts';
import { restoreBackup } from '#lib/server/backup/restore-backup.ts';
import { openDatabase, type ServerDatabase } from '#lib/server/database/open.ts';
import { systemPorts } from '#lib/server/ports.ts';
import { backupStopSentence } from './backup-sentences.ts';
import { missingPhotos } from './missing-photos.ts';
import { fail, settings, startFailureText } from './terminal.ts';

const config = settings();
const { file, replace } = readArguments();
const database = await restored();
// All of it is there from here on: what goes wrong now takes nothing of it back.
try {
	const missing = await missingPhotos(config, database);
	if (missing > 0) console.log(m.totals_photos_missing({ n: missing }));
	await database.close();
} catch (error) {
	console.error(m.photos_not_checked({ reason: error instanceof Error ? error.message : String(error) }));
}

/** @returns the database that holds the backup now; the command ends where it does not */
async function restored(): Promise<ServerDatabase> {
	try {
		console.log(m.restore_checking({ file }));
		const checked = await checkBackup(file);
		const { header, rows } = checked;
		const opened = openDatabase(config.databaseUrl);
		await restoreBackup(opened, checked, replace, {
			clock: systemPorts.clock,
			wait: (millis) => new Promise((wake) => setTimeout(wake, millis)),
			tell: (millis) => console.log(m.restore_waiting({ seconds: Math.ceil(millis / 1000) })),
			progress: (done, all) => console.log(m.restore_progress({ done, all }))
		});
		const n = Object.values(rows).reduce((all, count) => all + count, 0);
		console.log(m.restore_done({ madeAt: header.madeAt, records: rows.record ?? 0, n }));
		return opened;
	} catch (error) {
		const sentence =
			error instanceof BackupStop ? backupStopSentence(error) : startFailureText(error, config.port);
		return fail(`${sentence}\n${m.restore_nothing_done()}`);
	}
}

function readArguments(): { file: string; replace: boolean } {
	try {
		const { values, positionals } = parseArgs({
			options: { replace: { type: 'boolean' } },
			allowPositionals: true
		});
		const [file, ...more] = positionals;
		if (!file || more.length > 0) fail(m.restore_usage());
		return { file, replace: values.replace ?? false };
	} catch {
		fail(m.restore_usage());
	}
}
