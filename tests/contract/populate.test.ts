import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { migrate } from '#lib/server/database/migrate.ts';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { importPorts } from '#lib/server/import/import-ports.ts';
import { runImport } from '#lib/server/import/run-import.ts';
import { ROOT } from '#tests/e2e/harness/server.ts';
import { copyOf, FILES, type Entry } from '#tests/populate/copies.ts';

const SAMPLE = join(ROOT, 'src/sample');
const TODAY = '2025-12-31';
let test: TestDatabase;
let folder: string;
afterEach(async () => {
	await test.remove();
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
