import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { migrate } from '#lib/server/database/migrate.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { importPorts } from '#lib/server/import/import-ports.ts';
import { runImport } from '#lib/server/import/run-import.ts';
import { ROOT } from '#tests/e2e/harness/server.ts';
import { copyOf, FILES, type Entry } from '#tests/populate/copies.ts';
import { makeIndexesAgain, withoutIndexes } from '#tests/populate/without-indexes.ts';

const SAMPLE = join(ROOT, 'src/sample');
/** What is drawn anew in every database, or tells when and by which process something was done. */
const DRAWN: Readonly<Record<string, readonly string[]>> = {
	flag: ['id'],
	account: ['created_at'],
	meta: ['server_id', 'created_at'],
	audit_log: ['id', 'at'],
	kysely_migration: ['timestamp']
};

const hashOf = (lines: readonly string[]) =>
	createHash('sha256')
		.update([...lines].sort().join('\n'))
		.digest('hex');

/** Of each table the SHA-256 of all its rows, whatever their order; and of the names of all indexes. */
async function contentOf(database: ServerDatabase): Promise<Record<string, string>> {
	const content: Record<string, string> = {};
	for (const { name } of await database.reader.introspection.getTables()) {
		const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(
			database.reader
		);
		const kept = rows.map((row) =>
			Object.fromEntries(Object.entries(row).filter(([column]) => !DRAWN[name]?.includes(column)))
		);
		content[name] = hashOf(kept.map((row) => JSON.stringify(row)));
	}
	const from =
		database.engine === 'sqlite'
			? sql`sqlite_master where type = 'index'`
			: sql`pg_indexes where schemaname = current_schema()`;
	const names = database.engine === 'sqlite' ? sql`name` : sql`indexname`;
	const { rows } = await sql<{ name: string }>`select ${names} as name from ${from}`.execute(database.reader);
	return { ...content, indexes: hashOf(rows.map(({ name }) => name)) };
}

/** Some copies of every kind, as a folder of the import. */
function writeCopies(folder: string, copies: readonly number[], each: number): void {
	mkdirSync(join(folder, 'sample'), { recursive: true });
	for (const name of FILES) {
		const entries = (JSON.parse(readFileSync(join(SAMPLE, 'sample', name), 'utf8')) as Entry[]).slice(
			0,
			each
		);
		const made = copies.flatMap((copy) => entries.map((entry) => copyOf(entry, copy)));
		writeFileSync(join(folder, 'sample', name), JSON.stringify(made));
	}
}

const TODAY = '2025-12-31';
let test: TestDatabase | undefined;
let folder: string;
afterEach(async () => {
	await test?.remove();
	test = undefined;
	rmSync(folder, { recursive: true, force: true });
});

describe('copies of the sample', () => {
	it('are other records on other days, all of them accepted, and a second import changes nothing', async () => {
		test = await openTestDatabase();
		folder = mkdtempSync(join(tmpdir(), 'liangfeng-copies-'));
		mkdirSync(join(folder, 'sample'));
		let expected = 0;
		for (const name of FILES) {
			const entries = JSON.parse(readFileSync(join(SAMPLE, 'sample', name), 'utf8')) as Entry[];
			const copies = [0, 4, 71].flatMap((copy) => entries.slice(0, 40).map((entry) => copyOf(entry, copy)));
			expect(new Set([...entries, ...copies].map((entry) => entry.id)).size).toBe(
				entries.length + copies.length
			);
			expected += copies.length;
			writeFileSync(join(folder, 'sample', name), JSON.stringify(copies));
		}
		await migrate(test.database);
		await runImport(test.database, SAMPLE, importPorts(test.database, TODAY));
		const first = await runImport(test.database, folder, importPorts(test.database, TODAY));
		expect(first.bad).toEqual([]);
		expect(first.records).toBe(expected);
		const again = await runImport(test.database, folder, importPorts(test.database, TODAY));
		expect([again.bad, again.acts, again.records]).toEqual([[], 0, 0]);
	});
});

describe('populating in bulk', () => {
	it('makes the database that the import makes', async () => {
		folder = mkdtempSync(join(tmpdir(), 'liangfeng-copies-'));
		writeCopies(folder, [0, 5], 60);
		const contents: Record<string, string>[] = [];
		for (const isBulk of [false, true]) {
			const other = await openTestDatabase();
			await migrate(other.database);
			const ports = importPorts(other.database, TODAY);
			await runImport(other.database, SAMPLE, ports);
			const work = () => runImport(other.database, folder, ports);
			const report = await (isBulk ? withoutIndexes(other.database, work) : work());
			expect([report.bad, report.records]).toEqual([[], 480]);
			contents.push(await contentOf(other.database));
			await other.remove();
		}
		expect(contents[1]).toEqual(contents[0]);
	});

	it('has every index again after a run that was killed, by the next in bulk or by any other', async () => {
		folder = mkdtempSync(join(tmpdir(), 'liangfeng-copies-'));
		test = await openTestDatabase();
		const { database } = test;
		await migrate(database);
		const before = await contentOf(database);
		const killed = async () => {
			// Dead in the middle of its work: nothing that it was to do at its end is ever done.
			await new Promise<void>((begun) => {
				void withoutIndexes(database, () => {
					begun();
					return new Promise<never>(() => undefined);
				});
			});
			expect((await contentOf(database)).indexes).not.toBe(before.indexes);
		};
		await killed();
		await killed();
		await withoutIndexes(database, () => Promise.resolve());
		expect(await contentOf(database)).toEqual(before);
		await killed();
		await makeIndexesAgain(database);
		expect(await contentOf(database)).toEqual(before);
		await makeIndexesAgain(database);
	});
});
