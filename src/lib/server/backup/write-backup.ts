import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Clock } from '#lib/server/ports.ts';
import { BACKUP_FORMAT, BACKUP_VERSION, type BackupFooter, type BackupHeader } from './backup-format.ts';
import { BackupStop } from './backup-stop.ts';
import { PartFile } from './part-file.ts';
import { readRows } from './read-rows.ts';
import { readMigrations, readShape } from './read-shape.ts';

export interface BackupPorts {
	readonly clock: Clock;
	/** Told of the rows written so far, once a page. */
	readonly tell?: (rows: number) => void;
	readonly signal?: AbortSignal;
}

export interface BackupReport {
	readonly header: BackupHeader;
	readonly rows: Readonly<Record<string, number>>;
	readonly bytes: number;
}

/**
 * Writes one state of the whole database to a new file (format: `backup-format.ts`), while servers go on writing. Nothing of
 * the database is changed, not even an older schema. Memory does not grow with the rows.
 * @throws BackupStop, and nothing is left of the file; the database's error likewise
 */
export async function writeBackup(
	database: ServerDatabase,
	file: string,
	{ clock, tell, signal }: BackupPorts
): Promise<BackupReport> {
	const before = await madeBy(database);
	const part = await PartFile.begin(file);
	try {
		const report = await database.snapshot(async (trx) => {
			const migration = (await readMigrations(trx)).at(-1);
			if (migration === undefined) throw new BackupStop('no_database');
			const shape = await readShape(trx);
			const meta = await trx.selectFrom('meta').select(['server_id', 'epoch']).executeTakeFirst();
			if (!meta) throw new BackupStop('no_database');
			const header: BackupHeader = {
				format: BACKUP_FORMAT,
				version: BACKUP_VERSION,
				migration,
				serverId: meta.server_id,
				epoch: meta.epoch,
				madeAt: clock().toISOString(),
				tables: [...shape].map(([name, columns]) => ({ name, columns: [...columns.keys()] }))
			};
			await part.line(header);
			const rows: Record<string, number> = {};
			let all = 0;
			for (const [table, columns] of shape) {
				rows[table] = 0;
				for await (const page of readRows(trx, table, [...columns.keys()])) {
					if (signal?.aborted) throw new BackupStop('stopped');
					for (const row of page) await part.line([table, ...row]);
					rows[table] += page.length;
					tell?.((all += page.length));
				}
			}
			const footer: BackupFooter = { rows, sha256: await part.digest() };
			await part.line(footer);
			return { header, rows };
		});
		if ((await madeBy(database)) !== before) throw new BackupStop('migrated');
		await part.finish();
		return { ...report, bytes: part.written };
	} catch (error) {
		await part.discard();
		const after = await madeBy(database).catch(() => before);
		throw after === before ? error : new BackupStop('migrated', '', { cause: error });
	}
}

/**
 * The upgrade and the restore that made the tables of a PostgreSQL what they are. It finds a table by its name as it is now
 * and its rows as they were when the snapshot began: one that was made anew since then looks empty. SQLite does not mix them.
 */
async function madeBy({ engine, reader }: ServerDatabase): Promise<string | null> {
	if (engine === 'sqlite') return null;
	const migration = (await readMigrations(reader)).at(-1);
	if (migration === undefined) return '';
	const meta = await reader.selectFrom('meta').select('epoch').executeTakeFirst();
	return `${migration} ${meta?.epoch}`;
}
