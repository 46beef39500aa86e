/**
 * `npm run import -- FOLDER [--as-of DATE]`: loads a folder of the import format. Exit 0: all is in the database;
 * 1: some entries were not imported; 2: nothing was imported.
 */
import { parseArgs } from 'node:util';
import { isIsoDate } from '#lib/domain/calendar.ts';
import { m } from '#lib/i18n.ts';
import { holdDatabase } from '#lib/server/backup/hold-database.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { openDatabase } from '#lib/server/database/open.ts';
import { importPorts } from '#lib/server/import/import-ports.ts';
import { ImportStop } from '#lib/server/import/read-folder.ts';
import { runImport } from '#lib/server/import/run-import.ts';
import { systemPorts } from '#lib/server/ports.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import { reportSentences, stopSentence } from './import-sentences.ts';
import { fail, settings, startFailureText } from './terminal.ts';

const config = settings();
const { folder, today } = readArguments();
try {
	const database = openDatabase(config.databaseUrl);
	await migrate(database);
	const lease = await holdDatabase(database, systemPorts);
	console.log(m.import_started({ folder, today }));
	const ports = importPorts(database, today, (done, all) => console.log(m.import_progress({ done, all })));
	const report = await runImport(database, folder, ports);
	console.log(reportSentences(report).join('\n'));
	await lease.release();
	await database.close();
	process.exitCode = report.bad.length > 0 ? 1 : 0;
} catch (error) {
	fail(error instanceof ImportStop ? stopSentence(error) : startFailureText(error, config.port));
}

function readArguments(): { folder: string; today: string } {
	try {
		const { values, positionals } = parseArgs({
			options: { 'as-of': { type: 'string' } },
			allowPositionals: true
		});
		const [folder, ...more] = positionals;
		const today = values['as-of'] ?? shanghaiDay(new Date());
		if (!folder || more.length > 0) fail(m.import_usage());
		if (!isIsoDate(today)) fail(m.import_stop_as_of({ value: today }));
		return { folder, today };
	} catch {
		fail(m.import_usage());
	}
}
