import { CompiledQuery, sql } from 'kysely';
import { raiseEpoch } from '#lib/server/database/epochs.ts';
import { inTurn, migrateSchema } from '#lib/server/database/migrate.ts';
import { migrations } from '#lib/server/database/migrations/index.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { isPostgres } from '#lib/server/database/row-locks.ts';
import type { Sql, Trx } from '#lib/server/database/schema.ts';
import type { Clock } from '#lib/server/ports.ts';
import { BackupStop } from './backup-stop.ts';
import type { BackupValue } from './backup-format.ts';
import { ALWAYS_THERE, TABLE_NAMES } from './backup-tables.ts';
import type { CheckedBackup } from './check-backup.ts';
import { refuseHeld, readHolders, watchHolders, type WatchPorts } from './find-holders.ts';
import { LineReader } from './read-lines.ts';
import { readMigrations, readShape } from './read-shape.ts';

export interface RestorePorts extends WatchPorts {
	readonly clock: Clock;
	/** Told of the rows that are in, now and then. */
	readonly progress?: (done: number, all: number) => void;
}

/** Rows of one statement: the widest table times this stays below what a statement may have of parameters. */
const AT_ONCE = 100;
const TOLD_EVERY = 250_000;

/**
 * Puts a backup in the place of everything that a database holds, in one transaction: it is all there afterwards or nothing
 * has changed. An older schema is brought forward. The server keeps its id and gets a higher epoch, so that phones send again
 * what had arrived after the backup and pull anew.
 * @param replace also where the database is in use already
 * @returns the new epoch
 * @throws BackupStop, DatabaseUrlError, or the database's error
 */
export async function restoreBackup(
	database: ServerDatabase,
	checked: CheckedBackup,
	replace: boolean,
	ports: RestorePorts
): Promise<number> {
	if (database.engine === 'postgres' && checked.beyondPostgres !== null)
		throw new BackupStop('too_large', checked.beyondPostgres);
	await refuseContent(database.reader, replace);
	const gone = await watchHolders(database.reader, ports);
	return inTurn(database, async (trx) => {
		// Nobody can write from here on: what was asked is asked again.
		refuseHeld(gone, await readHolders(trx));
		await refuseContent(trx, replace);
		const before = await presentEpoch(trx);
		for (const name of [...TABLE_NAMES, 'server_lease', 'kysely_migration', 'kysely_migration_lock']) {
			await trx.schema.dropTable(name).ifExists().execute();
		}
		await migrateSchema(trx, checked.header.migration);
		await insertAll(trx, checked, ports);
		await migrateSchema(trx);
		return raiseEpoch(trx, before, ports.clock());
	});
}

async function presentEpoch(trx: Trx): Promise<number> {
	if (!(await readShape(trx)).has('meta')) return 0;
	return (await trx.selectFrom('meta').select('epoch').executeTakeFirst())?.epoch ?? 0;
}

async function refuseContent(db: Sql, replace: boolean): Promise<void> {
	const newer = (await readMigrations(db)).find((name) => !(name in migrations));
	if (newer !== undefined) throw new BackupStop('newer_database', newer);
	if (replace) return;
	for (const name of (await readShape(db)).keys()) {
		if (ALWAYS_THERE.has(name)) continue;
		const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db);
		if (rows.length > 0) throw new BackupStop('not_empty');
	}
}

async function insertAll(
	trx: Trx,
	{ file, header, rows, sha256 }: CheckedBackup,
	{ progress }: RestorePorts
): Promise<void> {
	const columnsOf = new Map(header.tables.map(({ name, columns }) => [name, columns]));
	const all = Object.values(rows).reduce((sum, count) => sum + count, 0);
	const reader = new LineReader(file);
	let table = '';
	let waiting: BackupValue[][] = [];
	let done = 0;
	const flush = async () => {
		if (waiting.length > 0) await insertRows(trx, table, columnsOf.get(table) ?? [], waiting);
		done += waiting.length;
		if (Math.floor(done / TOLD_EVERY) > Math.floor((done - waiting.length) / TOLD_EVERY))
			progress?.(done, all);
		waiting = [];
	};
	for await (const batch of reader.batches()) {
		for (const { text, at, isLast } of batch) {
			if (at === 1 || isLast) continue;
			const [name, ...values] = JSON.parse(text) as [string, ...BackupValue[]];
			if (name !== table || waiting.length === AT_ONCE) await flush();
			table = name;
			waiting.push(values);
		}
	}
	await flush();
	// Between the check and now somebody may have written to the file.
	if (reader.digest() !== sha256) throw new BackupStop('changed');
}

async function insertRows(
	trx: Trx,
	table: string,
	columns: readonly string[],
	rows: readonly BackupValue[][]
): Promise<void> {
	const numbered = isPostgres(trx);
	let parameter = 0;
	const place = () => (numbered ? `$${++parameter}` : '?');
	const row = () => `(${columns.map(place).join(', ')})`;
	const names = columns.map((column) => `"${column}"`).join(', ');
	const text = `insert into "${table}" (${names}) values ${rows.map(row).join(', ')}`;
	await trx.executeQuery(CompiledQuery.raw(text, rows.flat()));
}
