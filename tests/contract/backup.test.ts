/** A backup is one state of the database, whole or not there. On both engines. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BACKUP_TABLES } from '#lib/server/backup/backup-tables.ts';
import { writeBackup } from '#lib/server/backup/write-backup.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { backupFolder, readBackup } from './backup-file.ts';
import { body, Deployment, newId } from './deployment.ts';

let database: ServerDatabase;
let remove: () => Promise<void>;
let folder: ReturnType<typeof backupFolder>;
const clock = () => new Date('2025-07-09T12:00:00.000Z');

beforeEach(async () => {
	({ database, remove } = await openTestDatabase());
	folder = backupFolder();
});
afterEach(async () => {
	await remove();
	folder.remove();
});

const visits = (deployment: Deployment, count: number) =>
	deployment.send(
		'vol',
		Array.from({ length: count }, () => deployment.operation('create', newId(), 0, body()))
	);

it('holds every table, its rows in the order of their keys, and a footer that fits; for its owner alone', async () => {
	const deployment = await Deployment.open(database);
	await visits(deployment, 30);
	const file = folder.at('backup.jsonl');
	await writeBackup(database, file, { clock });
	expect(statSync(file).mode & 0o777).toBe(0o600);
	const { header, footer, rows } = readBackup(file);
	const there = (await database.reader.introspection.getTables()).map(({ name }) => name);
	expect(header.tables.map(({ name }) => name)).toEqual(Object.keys(BACKUP_TABLES));
	expect([...Object.keys(BACKUP_TABLES), 'server_lease'].sort()).toEqual(
		there.filter((name) => name !== 'schema_turn').sort()
	);
	expect(rows.get('record')).toHaveLength(30);
	for (const [name, key] of Object.entries(BACKUP_TABLES)) {
		const list = rows.get(name) ?? [];
		expect(footer.rows[name]).toBe(list.length);
		const keys = list.map((row) => key.map((column) => row[column]));
		const sorted = [...keys].sort((one, other) => {
			const at = one.findIndex((value, index) => value !== other[index]);
			const [low, high] = [one[at] ?? '', other[at] ?? ''];
			return typeof low === 'number'
				? low - Number(high)
				: Buffer.compare(Buffer.from(low), Buffer.from(String(high)));
		});
		expect(keys).toEqual(sorted);
	}
	const text = readFileSync(file, 'utf8');
	const before = text.slice(0, text.trimEnd().lastIndexOf('\n') + 1);
	expect(footer.sha256).toBe(createHash('sha256').update(before).digest('hex'));
});

it('made while phones push: every record has its revision, its operation with a verdict, its rows in the feeds', async () => {
	const deployment = await Deployment.open(database);
	await visits(deployment, 1_500);
	let done = false;
	const pushing = (async () => {
		while (!done) {
			await visits(deployment, 20);
			// SQLite answers without a wait: the backup would never get its turn.
			await new Promise((next) => setImmediate(next));
		}
	})();
	const file = folder.at('backup.jsonl');
	await writeBackup(database, file, { clock });
	done = true;
	await pushing;
	const { rows } = readBackup(file);
	const of = (table: string) => rows.get(table) ?? [];
	const { count } = await database.reader
		.selectFrom('record')
		.select(({ fn }) => fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	expect(of('record').length).toBeGreaterThanOrEqual(1_500);
	expect(of('record').length).toBeLessThan(count);
	const ids = of('record').map((row) => row.id);
	expect(of('record_revision').map((row) => row.record_id)).toEqual(ids);
	expect(
		of('operation')
			.map((row) => row.record_id)
			.sort()
	).toEqual([...ids].sort());
	expect(of('operation').every((row) => row.verdict !== null && row.outcome === 'applied')).toBe(true);
	for (const scope of ['user:vol', 'area:361024']) {
		const feed = of('feed').filter((row) => row.scope === scope);
		expect(feed.map((row) => row.record_id).sort()).toEqual([...ids].sort());
		const head = of('scope_head').find((row) => row.scope === scope);
		expect(head).toMatchObject({ head: ids.length, count: ids.length });
	}
	expect(of('number_sequence')[0]?.next).toBe(ids.length + 1);
});

it('leaves nothing where it cannot be whole, and never touches what is there', async () => {
	const file = folder.at('backup.jsonl');
	const stops = async (code: string, options: { signal?: AbortSignal } = {}) => {
		await expect(writeBackup(database, file, { clock, ...options })).rejects.toMatchObject({ code });
	};
	await stops('no_database');
	const deployment = await Deployment.open(database);
	await visits(deployment, 3);
	await stops('stopped', { signal: AbortSignal.abort() });
	expect(existsSync(file)).toBe(false);
	expect(existsSync(`${file}.part`)).toBe(false);
	writeFileSync(`${file}.part`, 'of another');
	await stops('part_exists');
	writeFileSync(file, 'mine');
	await stops('exists');
	expect(readFileSync(file, 'utf8')).toBe('mine');
	expect(readFileSync(`${file}.part`, 'utf8')).toBe('of another');
});
