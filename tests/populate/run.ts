/**
 * `npm run populate -- --records N [--bulk] [--measure]`: makes the deployment that DATA_DIR or DATABASE_URL names hold N records
 * more, by importing the shipped sample and then copies of its records, folder by folder, through the import itself; and the
 * persons of some handouts and sessions (`persons.ts`), where it has none.
 * With `--bulk` the indexes that only readers ask are made at the end (`without-indexes.ts`); a run that was stopped goes on
 * with its last folder. `--measure` then says what lists, searches, figures, pulls and an export take, and ends with 1 where one
 * of them takes more than it may.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import '../../src/bin/lean-heap.ts';
import { readConfig } from '#lib/server/config.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { openDatabase, type ServerDatabase } from '#lib/server/database/open.ts';
import { importPorts } from '#lib/server/import/import-ports.ts';
import { runImport } from '#lib/server/import/run-import.ts';
import { ROOT } from '#tests/e2e/harness/server.ts';
import { copyOf, FILES, type Entry } from './copies.ts';
import { measureDeployment } from './measure.ts';
import { fillPersons } from './persons.ts';
import { makeIndexesAgain, withoutIndexes } from './without-indexes.ts';

const SAMPLE = join(ROOT, 'src/sample');
const TODAY = '2025-12-31';
/** Records of one folder: what an import holds in memory at a time. */
const FOLDER = 20_000;
/** Of every so many handouts and sessions the persons are listed, ten each: as many rows again as there are such records. */
const PERSONS_OF_EVERY = 10;

async function importFolder(database: ServerDatabase, folder: string): Promise<number> {
	const report = await runImport(database, folder, importPorts(database, TODAY));
	const [bad] = report.bad;
	if (bad) throw new Error(`${report.bad.length} entries were refused: ${JSON.stringify(bad)}`);
	return report.records;
}

async function isThere(database: ServerDatabase, id: string): Promise<boolean> {
	const found = await database.reader
		.selectFrom('record')
		.select('id')
		.where('id', '=', id)
		.executeTakeFirst();
	return found !== undefined;
}

async function populate(database: ServerDatabase, records: number): Promise<void> {
	const begun = performance.now();
	const ports = importPorts(database, TODAY);
	await runImport(database, SAMPLE, ports);
	const samples = FILES.map((name) => ({
		name,
		entries: JSON.parse(readFileSync(join(SAMPLE, 'sample', name), 'utf8')) as Entry[]
	}));
	const each = samples.reduce((sum, { entries }) => sum + entries.length, 0);
	const folder = mkdtempSync(join(tmpdir(), 'liangfeng-populate-'));
	mkdirSync(join(folder, 'sample'));
	const copies = Math.ceil(records / each);
	const step = Math.max(1, Math.floor(FOLDER / each));
	let done = 0;
	try {
		for (let from = 0; from < copies; from += step) {
			const numbers = Array.from({ length: Math.min(step, copies - from) }, (_, at) => from + at);
			let left = records - done;
			const following = samples[0]?.entries.at(0);
			if (following && (await isThere(database, copyOf(following, from + step).id))) {
				done += each * numbers.length;
				continue;
			}
			for (const { name, entries } of samples) {
				const made = numbers.flatMap((copy) => entries.map((entry) => copyOf(entry, copy))).slice(0, left);
				left -= made.length;
				writeFileSync(join(folder, 'sample', name), JSON.stringify(made));
			}
			done += await importFolder(database, folder);
			const seconds = (performance.now() - begun) / 1000;
			console.log(`${done} of ${records} records, ${seconds.toFixed(0)} s`);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const { values } = parseArgs({
	options: { records: { type: 'string' }, bulk: { type: 'boolean' }, measure: { type: 'boolean' } }
});
const reading = readConfig(process.env);
const records = Number(values.records ?? 0);
if (!reading.ok || !Number.isSafeInteger(records) || records < 0) {
	console.error('npm run populate -- --records N [--bulk] [--measure], with DATA_DIR or DATABASE_URL');
	process.exit(2);
}
const database = openDatabase(reading.config.databaseUrl);
await migrate(database);
// A run in bulk that was stopped has left its indexes to be made.
if (!values.bulk) await makeIndexesAgain(database);
if (records > 0) {
	const work = async () => {
		await populate(database, records);
		await fillPersons(database, PERSONS_OF_EVERY);
	};
	await (values.bulk ? withoutIndexes(database, work) : work());
}
const missed = values.measure && records === 0 ? await measureDeployment(database) : [];
for (const name of missed) console.error(`Missed its budget: ${name}`);
if (missed.length > 0) process.exitCode = 1;
await database.close();
// By a process of its own: what an import left in memory is none of a register's.
if (values.measure && records > 0)
	process.exitCode =
		spawnSync(process.execPath, [import.meta.filename, '--measure'], { stdio: 'inherit' }).status ?? 1;
